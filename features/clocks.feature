Feature: Clocks
  Every gate promises a working time and keeps it in the business hours of its calendar: Monday to Friday, nine to five
  in Berlin. Waiting is visible; it decides nothing.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Hana   | medical_head        |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |

  Rule: Due in business time

    Scenario Outline: Sixteen business hours for medical
      Given it becomes <submitted>
      When Olga submits a leaflet
      Then medical is due on <due>

      Examples:
        | submitted                    | due                          | because                        |
        | Monday 16 November, 9:00     | Tuesday 17 November, 17:00   | two whole days                 |
        | Friday 20 November, 15:00    | Tuesday 24 November, 15:00   | a weekend counts nothing       |
        | Saturday 21 November, 12:00  | Tuesday 24 November, 17:00   | nothing starts on a Saturday   |
        | Wednesday 18 November, 22:30 | Friday 20 November, 17:00    | nor at night                   |
        | Thursday 24 December, 15:00  | Tuesday 29 December, 15:00   | nor on a holiday               |

    Scenario: A clock starts when its gate opens, not before
      Given Olga submits a leaflet with:
        | field    | answer   |
        | audience | patients |
      Then no clock runs at medical
      And steering is due on Friday 20 November, 17:00

    Scenario: A new opening has its full time
      Given Olga submits a leaflet
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When it becomes Wednesday 18 November, 13:00
      And Olga answers every request and resubmits it unchanged
      Then medical is due on Friday 20 November, 13:00

    Scenario: A due time once given does not move when somebody else decides
      Given Olga submits a leaflet
      When it becomes Tuesday 17 November, 10:00
      And Leo approves at legal
      Then medical is due on Tuesday 17 November, 17:00

  Rule: A hold stops the clocks and keeps what remains

    Scenario: Four hours used, a hold over two nights, twelve hours left
      Given Olga submits a leaflet
      And it becomes Monday 16 November, 13:00
      When Karl puts the leaflet on hold: “Waiting for the label”
      Then the leaflet is on hold
      And no clock runs at medical
      When it becomes Wednesday 18 November, 9:00
      And Karl resumes the leaflet
      Then the leaflet is in review
      And medical is due on Thursday 19 November, 13:00

    Scenario: Two holds add up
      Given Olga submits a leaflet
      And it becomes Monday 16 November, 13:00
      And Karl puts the leaflet on hold: “Waiting for the label”
      And it becomes Tuesday 17 November, 13:00
      And Karl resumes the leaflet
      And it becomes Tuesday 17 November, 15:00
      And Karl puts the leaflet on hold: “Waiting again”
      And it becomes Friday 20 November, 9:00
      When Karl resumes the leaflet
      Then medical is due on Monday 23 November, 11:00

    Scenario: A hold that lasts past the due time leaves no clock overdrawn
      Given Olga submits a leaflet
      And it becomes Tuesday 17 November, 16:00
      And Karl puts the leaflet on hold: “Waiting for the label”
      And it becomes Monday 30 November, 12:00
      When Karl resumes the leaflet
      Then medical is due on Monday 30 November, 13:00

    Scenario: Nobody decides during a hold
      Given Olga submits a leaflet
      And Karl puts the leaflet on hold: “Waiting for the label”
      When Mia tries to approve at medical
      Then it is refused: “The record is on hold.”

    @annex11.9
    Scenario: A hold needs its reason
      Given Olga submits a leaflet
      When Karl tries to put the leaflet on hold without a reason
      Then it is refused: “Write one sentence; auditors read it.”
      And the leaflet is in review

    Scenario: The owner does not stop the clock
      Given Olga submits a leaflet
      When Olga tries to put the leaflet on hold
      Then it is refused: “It is for the coordinators of this workflow.”

    Scenario: The owner's own clock keeps its remainder, too
      Given Olga submits a leaflet
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      Then the leaflet is due back on Wednesday 18 November, 17:00
      When it becomes Tuesday 17 November, 9:00
      And Karl puts the leaflet on hold: “The owner is ill”
      And it becomes Monday 23 November, 9:00
      And Karl resumes the leaflet
      Then the leaflet is due back on Tuesday 24 November, 17:00

  Rule: A clock running out approves nothing

    Scenario: After six weeks of silence the leaflet is still in review
      Given Olga submits a leaflet
      When it becomes Thursday 31 December, 17:00
      And the clocks are looked at
      Then the leaflet is in review
      And the gates stand so:
        | gate          | state   |
        | medical       | open    |
        | legal         | open    |
        | regulatory    | open    |
        | certification | waiting |
      And 0 decisions are on record at medical
      When Mia approves at medical
      Then medical is passed
