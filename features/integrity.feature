Feature: Integrity
  What was recorded stays as it was recorded. Whoever alters it is noticed, and the altered entry is named. Retrying
  neither loses nor doubles anything.

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
    And Olga submits a leaflet

  Rule: Altering a stored entry is noticed

    @part11.10a
    Scenario Outline: Somebody with the database in hand
      Given Mia rejects at medical
      When somebody alters <what> of the last stored entry by SQL
      Then the whole log does not verify, and that entry is named

      Examples:
        | what               |
        | its outcome        |
        | one byte           |
        | its time           |
        | its actor          |
        | its place          |

    @part11.10a
    Scenario: An entry taken out of the log
      When somebody alters its very existence of the last stored entry by SQL
      Then the whole log does not verify: “log: expected a head”

    @part11.10e
    Scenario Outline: The database itself is a first hurdle
      Given Mia approves at medical
      Then the database itself denies to <do> a stored entry
      And the whole log verifies

      Examples:
        | do     |
        | update |
        | delete |

    Scenario: The table of leaflets is no place to approve one
      When somebody writes “approved” into the table of leaflets by SQL
      Then the whole log does not verify: “initiative”
      And the leaflet is in review

    Scenario: A reason cannot be reworded
      Given Mia rejects at medical
      When somebody rewrites a reason by SQL
      Then the whole log does not verify: “a value that opens commitment”

    Scenario: An operator who rewrites everything is caught by a checkpoint kept outside
      Given Mia rejects at medical
      And a checkpoint was kept outside
      When the operator takes the last entry away and makes everything fit again
      Then the log verifies by itself, but not under the checkpoint kept outside

    Scenario: Everything shown can be rebuilt from the log alone
      Given Mia approves at medical on condition: “Name the dose in the caption”
      And Leo requests changes at legal: “No comparison, please”
      And it becomes Friday 20 November, 17:00
      And the clocks are looked at
      When the record tables are thrown away and rebuilt from the log
      Then every row is as it was

  Rule: Retrying neither loses nor doubles

    Scenario: A lost answer
      Given Mia opens the page of medical
      And Mia signs that page
      When Mia signs that page again, as after a lost answer
      Then 1 decision is on record at medical
      And medical is passed
      And the whole log verifies

    Scenario: One id stands for one command
      Given Mia opens the page of medical
      And Mia signs that page
      When Mia tries to send another command under the id of that page
      Then it is refused: “already stands for another command”

  Rule: Nobody signs what they did not see

    Scenario: A page shown before the text changed
      Given Mia opens the page of medical
      And Max requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And Olga answers every request and resubmits with:
        | field   | answer               |
        | message | One tablet, 5 mg     |
      When Mia tries to sign that page
      Then it is refused: “The record changed after this page was shown.”
      And nothing was recorded in it since
      And medical is open
      When Mia approves at medical
      Then medical is passed

    Scenario: A page shown before only the replies changed
      Given Mia opens the page of medical
      And Max requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And Olga answers every request and resubmits it unchanged
      When Mia tries to sign that page
      Then it is refused: “Read what changed, then sign again.”

    Scenario: A page shown before the tier was raised
      Given Leo opens the page of legal
      And Karl raises the tier to T3
      When Leo tries to sign that page
      Then it is refused: “waits for “Steering”.”

    Scenario: A colleague's decision makes nobody's page stale
      Given Mia opens the page of medical
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Mia signs that page
      Then medical is passed

    Scenario: A checklist is ticked by the one who signs
      When Mia tries to approve at medical with an empty checklist
      Then it is refused: “The checklist is not complete: “A reference for every claim”.”
      And medical is open
