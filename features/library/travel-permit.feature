Feature: The library: travel permit
  The path behind a university's log of travel permits: at most one first check, the budget owner where it is somebody
  else, the supervisor always, the director where the supervisor may not grant it alone.

  Background:
    Given “travel-permit” governs, with its usual people

  Scenario: Who reports to the supervisor directly waits for nobody else
    When Olga submits “A conference in Ghent” with:
      | first_check | none |
    Then the record is in tier “T1”
    And these gates are needed: supervisor
    When “supervisor” approves
    Then the record is approved

  Scenario: Each gate waits for the one before it that is needed, and for no other
    When Olga submits “Half a year in Kyoto” with:
      | first_check         | administration |
      | budget_owner_needed | yes            |
      | director_needed     | yes            |
    Then the record is in tier “T2”
    And these gates are open: administration
    When “administration” approves
    Then these gates are open: budget_owner
    When “budget_owner” approves
    Then these gates are open: supervisor
    When “supervisor” approves
    Then these gates are open: director
    When “director” approves
    Then the record is approved

  Scenario: A permit that comes back is decided by everybody again
    When Olga submits “A conference in Ghent” with:
      | first_check | pre_approver |
    And “pre_approver” approves
    And “supervisor” asks for changes: “Which session is yours?”
    Then the record is with its owner
    When Olga answers every request and resubmits it with:
      | field    | answer    |
      | estimate | 640 EUR   |
    Then these gates are open: pre_approver

  Scenario: A permit nobody looks at is granted by nobody
    When Olga submits “A conference in Ghent” with:
      | first_check | none |
    And 10 business days pass
    Then the record is in review
    And supervisor, Karl can act at supervisor
