Feature: When notices come
  People may let their mails wait: for one mail a day, or for the end of their quiet hours. A notice waits, it is never
  dropped and never sent twice; and nothing waits past the moment at which its clock has run out.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Hana   | medical_head        |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |

  Rule: One mail a day holds everything that waits

    Scenario: Two turns wait for noon and come in one mail
      Given Mia wants one mail a day at 12:00
      And Olga submits a leaflet
      And Olga submits a leaflet
      When notices are delivered
      Then no mail has come to Mia
      When it becomes Monday 16 November, 12:00
      And notices are delivered
      Then one mail has come to Mia, about 2 records
      When notices are delivered
      Then one mail has come to Mia, about 2 records

    Scenario: A mail server that refuses the daily mail loses nothing of it
      Given Mia wants one mail a day at 12:00
      And Olga submits a leaflet
      When it becomes Monday 16 November, 12:00
      And the mail server refuses while notices are delivered
      Then no mail has come to Mia
      When it becomes Monday 16 November, 12:05
      And notices are delivered
      Then one mail has come to Mia, about 1 record

  Rule: Quiet hours delay

    Scenario: A turn that opens in quiet hours is told when they end
      Given Leo is quiet from 18:00 to 7:00
      And it becomes Monday 16 November, 19:00
      And Olga submits a leaflet
      When notices are delivered
      Then no mail has come to Leo
      When it becomes Tuesday 17 November, 7:00
      And notices are delivered
      Then one mail has come to Leo, about 1 record

  Rule: What may not wait comes at once

    Scenario: An escalation comes in quiet hours
      Given Hana is quiet from 8:00 to 20:00
      And Olga submits a leaflet
      And it becomes Wednesday 18 November, 17:00
      When the clocks are looked at
      And notices are delivered
      Then one mail has come to Hana, about 1 record

    Scenario: A reminder whose due date lies before the next daily mail comes at once
      Given Mia wants one mail a day at 8:00
      And Olga submits a leaflet
      And it becomes Tuesday 17 November, 8:00
      And notices are delivered
      And it becomes Tuesday 17 November, 16:00
      When the clocks are looked at
      And notices are delivered
      Then a reminder has come to Mia by itself
