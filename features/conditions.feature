Feature: Conditions
  An approval may carry conditions. Its gate is passed; the release waits until every condition in force is verified by
  somebody eligible at the gate that set it.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                                  |
      | Olga   |                                        |
      | Cora   | chair of the board, medical_reviewer   |
      | Mia    | medical_reviewer                       |
      | Max    | medical_reviewer                       |
      | Hana   | medical_head                           |
      | Leo    | legal_reviewer                         |
      | Rosa   | regulatory_reviewer                    |
      | Sven   | signatory                              |
      | Karl   | coordinator                            |
      | Ada    | administrator                          |
    And Olga submits a leaflet

  Rule: The gate passes, the release waits

    Scenario: The path of one condition
      Given Mia approves at medical on condition: “Name the dose in the caption”
      Then medical is passed
      And 1 condition is open
      When the gates decide: Leo approves at legal, Rosa approves at regulatory, Sven approves at certification
      Then the leaflet is approved
      When Olga tries to release the leaflet
      Then it is refused: “Conditions not verified: 1.”
      When Olga says how condition c1 was met: “The caption names 5 mg”
      And Olga tries to release the leaflet
      Then it is refused: “Conditions not verified: 1.”
      When Max verifies condition c1
      Then 1 condition is verified
      When Olga releases the leaflet
      Then the leaflet is released
      And the whole log verifies

    Scenario: Every condition counts
      Given Mia approves at medical on condition: “Name the dose in the caption”
      And Leo approves at legal on condition: “Buy the picture”
      And the gates decide: Rosa approves at regulatory, Sven approves at certification
      And Olga says how condition c1 was met: “The caption names 5 mg”
      And Mia verifies condition c1
      When Olga tries to release the leaflet
      Then it is refused: “Conditions not verified: 1.”
      And 1 condition is open

    Scenario: Without conditions nothing waits
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      When Olga releases the leaflet
      Then the leaflet is released

  Rule: Others verify, and in order

    Scenario Outline: Who may not verify
      Given Mia approves at medical on condition: “Name the dose in the caption”
      And Olga says how condition c1 was met: “The caption names 5 mg”
      When <who> tries to verify condition c1
      Then it is refused: “<why>”
      And 1 condition is met

      Examples:
        | who  | why                                             |
        | Olga | You own this initiative.                        |
        | Leo  | You are not on the panel of “Medical”           |

    Scenario: What is not said to be met is not verified
      Given Mia approves at medical on condition: “Name the dose in the caption”
      When Mia tries to verify condition c1
      Then it is refused: “The owner first says how it was met.”

    Scenario: An approval with conditions has at least one
      When Mia tries to approve at medical with conditions but writes none
      Then it is refused: “Write at least one condition.”
      And medical is open

    Scenario: Only the owner releases
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      When Karl tries to release the leaflet
      Then it is refused: “It is for the owner of the initiative.”

  Rule: A condition binds while the decision that set it stands

    Scenario: A changed text takes the condition with the approval
      Given Mia approves at medical on condition: “Name the dose in the caption”
      And Leo requests changes at legal: “No comparison, please”
      And Rosa approves at regulatory
      When Olga answers every request and resubmits with:
        | field   | answer                   |
        | message | One tablet in the evening |
      Then medical is open
      When Mia tries to verify condition c1
      Then it is refused: “The approval that set it no longer stands”

    Scenario: An unchanged text keeps both
      Given Mia approves at medical on condition: “Name the dose in the caption”
      And Leo approves at legal
      And Rosa requests changes at regulatory: “A sharper picture”
      And Olga answers every request and resubmits with:
        | field   | answer          |
        | picture | clock-face-2.png |
      When Olga says how condition c1 was met: “The caption names 5 mg”
      Then medical is passed
      And 1 condition is met
