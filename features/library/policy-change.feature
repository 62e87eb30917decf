Feature: The library: policy change
  Policy governs itself. How a definition is proposed, approved and comes into force once is told in versions.feature; here
  is who is asked, and what a proposal must say.

  Background:
    Given “policy-change” and “travel-permit” govern, with their usual people

  Scenario: What only tightens the rules is for the owner of the policy and for legal
    When Olga submits “Whoever signs is trained” with:
      | direction | stricter                                            |
      | policy    | travel-permit.yaml where signers are trained in gcp |
    Then the record is in tier “T1”
    And these gates are open: quality, legal
    And adoption is not needed
    When every gate approves
    Then the record is approved

  Scenario: What loosens the rules is adopted by the executive committee, and compliance may stop it
    When Olga submits “A decision carries over” with:
      | direction | looser                                              |
      | policy    | travel-permit.yaml where no decision is given again |
    Then the record is in tier “T2”
    When “quality” approves
    And “legal” approves
    Then these gates are open: adoption
    When these vote at adoption: compliance rejects
    Then the record is rejected

  Scenario: Whoever loosens a rule says what may pass now that could not pass before
    When Olga tries to submit “A decision carries over” with:
      | direction | looser                                              |
      | policy    | travel-permit.yaml where no decision is given again |
      | loosened  |                                                     |
    Then it is refused because of “loosened”

  Scenario Outline: Who decides depends on what a change does, so its author's word is held against the comparison
    When Olga tries to submit “A decision carries over” with:
      | direction | <said>                                              |
      | policy    | travel-permit.yaml where no decision is given again |
    Then it is refused: “The comparison with the version in force says “Looser””

    Examples:
      | said     |
      | equal    |
      | stricter |
      | both     |
      | first    |
