Feature: The library: content piece
  One piece of content on its way through medical, legal and regulatory review. Who looks at it depends on what it says
  and to whom; what is certified is exactly one file; what is approved carries a code and expires.

  Background:
    Given “content-piece” and “cx-initiative” govern, with their usual people
    And Olga has an approved “cx-initiative” called “Nights without breathlessness”

  @D0.8
  Scenario: A piece names the initiative above it, or it is not submitted
    When Olga tries to submit “A leaflet of its own” with:
      | initiative | INI-2026-0999 |
    Then it is refused: “no other record has that number”
    When Olga tries to submit “A leaflet of its own” with:
      | initiative |  |
    Then it is refused because of “initiative”

  Scenario: No tactic without a strategy that is approved
    Given Olga has a “cx-initiative” in review called “Days without breathlessness”
    When Olga tries to submit “A leaflet too early” with:
      | initiative | Days without breathlessness |
    Then it is refused: “which is in review. Name one that is approved.”

  Scenario: From approved claims, medical and regulatory look in parallel, then one signature certifies the file
    When Olga submits “Which inhaler when” with:
      | audience    | [hcp]      |
      | promotional | yes        |
      | made_of     | derivative |
    Then the record is in tier “T1”
    And these gates are needed: medical, regulatory, certification
    And these gates are open: medical, regulatory
    And medical is due on Tuesday 17 November, 17:00
    When every gate but “certification” approves
    Then these gates are open: certification
    When “certification” approves
    Then the record is approved

  @D2.3
  Scenario: What patients read, and what can be answered, passes patient safety
    When Olga submits “Breathing at night” with:
      | audience | [patient]   |
      | made_of  | exact_reuse |
    Then the record is in tier “T3”
    And these gates are needed: medical, legal, regulatory, patient_safety, certification
    When Olga submits “Ask us anything” with:
      | audience | [hcp] |
      | two_way  | yes   |
    Then the record is in tier “T3”
    And patient_safety is open

  @D4.7
  Scenario: A claim without a reference, or whose parts repeat each other, comes back at once
    When Olga tries to submit “Which inhaler when” with:
      | made_of      | derivative                                                                |
      | key_messages | [{message: Less waking at night, value: Sleep, data: Less waking at night}] |
    Then the form finds “In message 1, data repeats message.”
    When Olga tries to submit “Which inhaler when” with:
      | made_of      | derivative                                                                              |
      | key_messages | [{message: Less waking at night, value: Sleep, data: "In a trial, 3 nights of 7 became 1"}] |
    Then the form finds “Message 1 names no reference.”
    And it says how to clear it: “Cite the source that carries the claim.”

  @D3.1
  Scenario: What was lost on the way from the brief is said before anybody signs
    When Olga submits “Which inhaler when” with:
      | made_of    | new_material                                                     |
      | brief      | Nurses learn when the reliever is enough and when to call doctors |
      | final_text | Prescribe it today, and often                                     |
    Then certification is warned: “The brief has drifted by 100 %”

  @D3.8
  Scenario: The code of what is used again is verified, and every approval gets its own
    When Olga tries to submit “Which inhaler when” with:
      | made_of     | exact_reuse             |
      | reused_code | DE-RESPIRA-2026-00017-8 |
    Then the form finds “its check digit is wrong”
    When Olga submits “Which inhaler when” with:
      | made_of | exact_reuse |
      | market  | at          |
      | brand   | respira     |
    And every gate approves
    Then the record is approved
    And its code is “AT-RESPIRA-2026-00001-” and a digit that checks it

  Scenario: A changed claim goes back to those who judge claims; a new picture to nobody but legal and regulatory
    When Olga submits “Which inhaler when” with:
      | audience | [hcp]        |
      | made_of  | new_material |
    And “medical” approves
    And “legal” asks for changes: “Whose picture is it?”
    And “regulatory” approves
    Then the record is with its owner
    When Olga answers every request and resubmits it with:
      | field  | answer                      |
      | rights | Our own picture, taken in May |
    Then exactly medical is carried over
    And these gates are open: legal, regulatory
    When every gate approves
    Then the record is approved

  Scenario: What has expired is not released
    When Olga submits “Which inhaler when” with:
      | made_of | derivative |
    And every gate approves
    And 12 months pass
    Then the record is expired
    When Olga tries to release the record
    Then it is refused: “The record is expired.”
