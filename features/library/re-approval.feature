Feature: The library: re-approval
  Approved work expires. Before it is used again somebody looks whether it is still true, still on label and still of use;
  then its approval runs anew, and until then it may not be used.

  Background:
    Given “re-approval” and “content-piece” and “cx-initiative” govern, with their usual people
    And Olga has an approved “cx-initiative” called “Nights without breathlessness”
    And Olga has an approved “content-piece” called “Which inhaler when” with:
      | made_of | derivative |

  Scenario: What has expired stays expired while it is looked at, and then runs for another term
    When 12 months pass
    Then “Which inhaler when” is expired
    When Olga submits “Which inhaler when, once more” with:
      | approved_record | Which inhaler when                            |
      | unchanged       | yes                                           |
      | results         | [{measure: Readers, reached: "1200", met: yes}] |
    Then the record is in tier “as_it_was”
    And these gates are needed: regulatory
    And “Which inhaler when” is expired
    When “regulatory” approves
    Then the record is approved
    And “Which inhaler when” is approved

  Scenario: A changed label, new data or a complaint brings in those who can judge it
    When Olga submits “Which inhaler when, once more” with:
      | approved_record | Which inhaler when |
      | label_changed   | yes                |
      | complaints      | yes                |
      | results         | [{measure: Readers, reached: "1200", met: yes}] |
    Then the record is in tier “looked_at”
    And these gates are open: medical, safety, regulatory

  Scenario: Work that reached none of its targets is not used again by habit
    When Olga submits “Which inhaler when, once more” with:
      | approved_record | Which inhaler when                          |
      | unchanged       | yes                                         |
      | results         | [{measure: Readers, reached: "12", met: no}] |
    Then these gates are open: use
    When “use” rejects
    Then the record is rejected
    And 12 months pass
    And “Which inhaler when” is expired

  Scenario: Nobody re-approves what was never approved
    When Olga submits “A page for nurses”
    And Olga tries to submit “A page for nurses, once more” with:
      | approved_record | A page for nurses |
    Then it is refused: “it cannot be renewed”
