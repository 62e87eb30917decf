Feature: Drawing and exchange
  What a policy does is seen at a glance, by people and by the tools a process office already has; what happened leaves the
  office as a log that tells no name and no word anyone wrote.

  Rule: One drawing serves the documents, the decision and the change of a policy

    Scenario: The gates of a policy, and where only some runs need them
      When the policy “leaflet” is drawn
      Then the drawing says “Steering: needed where its condition holds, 40 business hours, in T3.”
      And the drawing says “Medical: always needed, 16 business hours.”
      And it is drawn the same each time

    Scenario: What a change of a policy adds, removes and alters
      Given the policy “leaflet” is changed: “    within: 16 business hours” becomes “    within: 8 business hours”
      And the policy “leaflet” is changed: “gate: legal” becomes “gate: market_access”
      And the policy “leaflet” is changed: “[medical, legal, regulatory” becomes “[medical, market_access, regulatory”
      When the change of “leaflet” is drawn
      Then the drawing says “Medical: changed, 16 business hours → 8 business hours.”
      And the drawing says “Legal: added, 40 business hours.”
      And the drawing says “Legal: removed.”

  Rule: Other tools read the policy and what happened

    Scenario: A policy as BPMN has a task for each gate in the lane of those who decide
      When the policy “leaflet” is exported as BPMN
      Then the BPMN has a user task “Medical” in the lane “Medical reviewer”
      And the BPMN has a user task “Steering” in the lane “Board”
      And the BPMN has a user task “Rework” in the lane “Owner of the leaflet”

    Scenario: The log of an office tells what happened, and of nobody
      Given the policy “leaflet” is in force
      And these people:
        | person | holds               |
        | Olga   |                     |
        | Mia    | medical_reviewer    |
        | Leo    | legal_reviewer      |
        | Rosa   | regulatory_reviewer |
        | Sven   | signatory           |
      And Olga submits a leaflet
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When the log is exported as XES
      Then its only trace tells: Submit, Medical, Legal, Regulatory, Returned to owner
      And the export names neither Olga nor Mia nor Leo nor Name the dose
