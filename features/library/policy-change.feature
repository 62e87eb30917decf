Feature: The library: policy change
  Policy governs itself. How a definition is proposed, approved and comes into force once is told in versions.feature; here
  is who is asked, and what a proposal must say.

  Background:
    Given “policy-change” governs, with its usual people

  Scenario: What only tightens the rules is for the owner of the policy and for legal
    When Olga submits “Legal reads every claim” with:
      | direction | stricter            |
      | policy    | travel-permit.yaml  |
    Then the record is in tier “T1”
    And these gates are open: quality, legal
    And adoption is not needed
    When every gate approves
    Then the record is approved

  Scenario: What loosens the rules is adopted by the executive committee, and compliance may stop it
    When Olga submits “Legal has 16 hours instead of 40” with:
      | direction | looser              |
      | policy    | travel-permit.yaml  |
    Then the record is in tier “T2”
    When “quality” approves
    And “legal” approves
    Then these gates are open: adoption
    When these vote at adoption: compliance rejects
    Then the record is rejected

  Scenario: Whoever loosens a rule says what may pass now that could not pass before
    When Olga tries to submit “Legal has 16 hours instead of 40” with:
      | direction | looser             |
      | policy    | travel-permit.yaml |
      | loosened  |                    |
    Then it is refused because of “loosened”
