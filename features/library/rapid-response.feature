Feature: The library: rapid response
  A reply in a running dialogue takes hours, not weeks. A pre-approved answer needs one more pair of eyes, a new one the
  people on call; what may be an adverse event reaches patient safety before anything else. Silence sends nothing.

  Background:
    Given “rapid-response” governs, with its usual people

  @D2.9
  Scenario: A pre-approved answer waits for one colleague, for an hour
    When Olga submits “May I take it before breakfast?” with:
      | basis | pre_approved |
    Then the record is in tier “known”
    And these gates are needed: desk
    And desk is due on Monday 16 November, 10:00
    When “desk” approves
    Then the record is approved
    When Olga releases the record
    Then the record is released

  @D2.9
  Scenario: A new answer has the people on call for four hours, by night as well, and then the head of medicine joins
    Given it becomes Monday 16 November, 18:00
    When Olga submits “Is it safe on a plane?” with:
      | basis | new_answer |
    Then the record is in tier “new”
    And on_call is due on Monday 16 November, 22:00
    And on_call_reviewer can act at on_call
    When 5 hours pass
    Then the record is in review
    And on_call_reviewer, medical_head can act at on_call
    When “on_call” approves
    Then the record is approved

  @D2.8
  Scenario: What may be an adverse event goes to patient safety first, whatever the answer is made of
    When Olga submits “I have a rash since Tuesday” with:
      | adverse_event | yes          |
      | basis         | pre_approved |
    Then the record is in tier “safety”
    And these gates are open: patient_safety
    And patient_safety is due on Monday 16 November, 17:00
    When 3 business days pass
    Then the record is in review
    And these gates are open: patient_safety
    When “patient_safety” approves
    Then these gates are open: on_call

  @D2.6
  Scenario: Whoever asks for a person is told who, and when they are there
    When Olga tries to submit “Can I talk to somebody?” with:
      | wants_person  | yes      |
      | staffed_hours | whenever |
    Then the form finds “It is not said from when until when a person answers.”
    When Olga submits “Can I talk to somebody?” with:
      | wants_person  | yes                       |
      | staffed_hours | Monday to Friday, 8 to 18 |
      | named_person  | medical_reviewer          |
    Then the record is in review

  @D2.12
  Scenario: One answer is not a dialogue
    When Olga tries to submit “Thank you” with:
      | follow_up | [{turn: It helped, answer: I am glad}] |
    Then the form finds “The dialogue has 1 turn; at least 2 make it one.”
    When Olga tries to submit “Thank you” with:
      | follow_up | [{turn: It helped, answer: I am glad}, {turn: It did not, answer: I am glad}] |
    Then the form finds “Turns 1 and 2 get the same answer.”

  @D2.7
  Scenario: A canned answer is edited, or somebody says why it fits as it is
    When Olga tries to submit “May I take it before breakfast?” with:
      | basis        | pre_approved |
      | why_unedited |              |
    Then it is refused because of “why_unedited”
    When Olga submits “May I take it before breakfast?” with:
      | basis | edited |
    Then the record is in tier “new”

  Scenario: What was decided fast is confirmed at the next meeting, or taken back
    When Olga submits “Is it safe on a plane?” with:
      | basis | new_answer |
    And “on_call” approves
    Then the record is approved
    And the record says: “To be ratified by Confirmation at the next meeting.”
    When “ratification” rejects
    Then the record is revoked
