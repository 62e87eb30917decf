Feature: Qualifications
  A policy may ask that whoever signs is trained, and has accepted an undertaking in the text now in force. Who lacks it
  is told at the moment of signing; what was signed before stands; and the auditor's machine judges it again.

  Background:
    Given the policy “careful” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Karl   | coordinator         |
      | Ada    | administrator       |
    And Ada issues the undertaking conduct: “I sign only what I have read.”
    And Mia is trained in gcp until Tuesday 17 November, 12:00
    And Mia accepts the undertaking conduct
    And Olga submits a leaflet

  Rule: Only the qualified sign

    @part11.10i
    Scenario: Whoever has both signs
      When Mia approves at medical
      Then medical is passed

    @part11.10i
    Scenario: A training that has ended is none, and is named
      Given it becomes Tuesday 17 November, 12:00
      When Mia tries to approve at medical
      Then it is refused: “The policy asks its signers for the training “gcp”; yours has ended.”
      And medical is open
      And the attempt of Mia is on record as “untrained”

    @part11.10i
    Scenario: Trained anew, the same person signs
      Given it becomes Tuesday 17 November, 12:00
      And Mia is trained in gcp until Friday 18 December, 12:00
      When Mia approves at medical
      Then medical is passed

    @part11.10j
    Scenario: Nobody signs who has not accepted the text in force
      Given Max is trained in gcp until Friday 18 December, 12:00
      When Max tries to approve at medical
      Then it is refused: “The policy asks its signers to accept “conduct” in the text now in force, and you have not.”
      When Max accepts the undertaking conduct
      And Max approves at medical
      Then medical is passed

    @part11.10j
    Scenario: A new text is accepted anew
      Given Ada issues the undertaking conduct: “I sign only what I have read twice.”
      When Mia tries to approve at medical
      Then it is refused: “accept “conduct” in the text now in force”

    Scenario: What was signed stands when the training ends
      Given Mia approves at medical
      When it becomes Tuesday 17 November, 12:00
      Then medical is passed

  Rule: Nobody qualifies themselves

    Scenario: An administrator records no training of their own
      When Ada tries to record their own training in gcp
      Then it is refused: “Nobody records their own training.”

  Rule: The auditor's machine judges it again

    Scenario: The evidence holds trainings and acceptances, and is lawful
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |
