Feature: The library: medical to commercial handoff
  Around a launch medical leads and commercial may not act yet. So the handover is explicit, accepted in their own words
  by those who receive it, and timed; nothing is lost on the way and nobody hears of it later.

  Background:
    Given “medical-commercial-handoff” governs, with its usual people

  @D4.12
  Scenario: Before launch commercial has nothing to act on until medical and compliance have agreed
    When Olga submits “Respira: what pulmonologists told us” with:
      | stage | before_launch |
    Then the record is in tier “pre_launch”
    And these gates are needed: medical_handover, compliance, acceptance
    And these gates are open: medical_handover
    When commercial_lead tries to approve at acceptance
    Then it is refused: “This gate cannot be decided now.”
    When “medical_handover” approves
    Then these gates are open: compliance
    When “compliance” approves
    Then these gates are open: acceptance
    When “acceptance” approves
    Then the record is approved

  @D3.9
  Scenario: A handoff has a checklist, an acceptance and a clock at each end
    When Olga submits “Respira: what pulmonologists told us” with:
      | stage    | after_launch |
      | training | yes          |
    Then medical_handover is due on Tuesday 17 November, 17:00
    When “medical_handover” approves
    Then acceptance is due on Wednesday 18 November, 17:00
    When commercial_lead tries to approve at acceptance with an empty checklist
    Then it is refused: “checklist”
    When 5 business days pass
    Then the record is in review
    And commercial_lead, executive_sponsor can act at acceptance

  @D3.1
  Scenario: Whoever receives the brief says it back in their own words, after every change of it
    When Olga submits “Respira: what pulmonologists told us” with:
      | stage    | after_launch |
      | training | yes          |
    And “medical_handover” approves
    And “acceptance” asks for changes: “Which patients wake at night?”
    Then the record is with its owner
    When Olga answers every request and resubmits it with:
      | field | answer                              |
      | brief | Patients with two exacerbations wake |
    Then these gates are open: medical_handover
    When “medical_handover” approves
    And commercial_lead tries to approve at acceptance without a word of their own
    Then it is refused: “The brief, said back in my own words”

  @D4.8 @D3.2
  Scenario: Medical affairs and commercial own it together, and no function is left out
    When Olga tries to submit “Respira: what pulmonologists told us” with:
      | responsibilities | {medical_affairs: supports, commercial: owns} |
    Then the form finds ““medical affairs” is not among those with “owns”.”
    When Olga tries to submit “Respira: what pulmonologists told us” with:
      | responsibilities | {patient_safety: no_part} |
    Then the form finds ““patient safety” has “no part”, and this work cannot do without it.”

  Scenario: After launch a field force that is not trained brings compliance in
    When Olga submits “Respira: a new reading of the trial” with:
      | stage    | after_launch |
      | training | no           |
    Then the record is in tier “launch”
    And these gates are needed: medical_handover, compliance, acceptance

  Scenario: A month later somebody asks which insights were used
    When Olga submits “Respira: what pulmonologists told us” with:
      | stage    | after_launch |
      | training | yes          |
    And every gate approves
    And Olga releases the record
    And 30 days pass
    Then the record says: “Asked 30 days after release, not answered yet: Which insights have been used, and where?.”
    When Olga answers the check-in of “30 days after”: “In the nurses’ page, since December”
    Then the record says nothing more
