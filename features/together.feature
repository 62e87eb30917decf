Feature: Several decisions in one sitting
  Where the policy allows it, a reviewer reads several records on one page, ticks each, and signs them with one password
  and code. Each decision carries a signature of its own, bound to what was shown of its record, and names all that the
  page showed. Nothing else is decided so: only approvals, never in the strictest tier, never over a finding.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds            |
      | Olga   |                  |
      | Mia    | medical_reviewer |
      | Leo    | legal_reviewer   |
    And Olga submits the leaflets Alpha, Beta and Gamma

  Scenario: Read on one page, ticked one by one, each signed for itself
    When Leo signs Alpha and Gamma of one page with Alpha, Beta and Gamma at legal
    Then Alpha and Gamma each carry Leo’s signature on what was shown of them, and name all 3 of the page
    And Beta carries no signature
    And the whole log verifies, every act judged again

  Scenario: One that is refused takes nobody along
    Given Olga takes Alpha back
    When Leo signs Alpha and Beta of one page with Alpha, Beta and Gamma at legal
    Then Beta carries Leo’s signature on what was shown of it, and names all 3 of the page
    And Alpha was not signed: “The record is withdrawn.”

  Scenario: The policy says where
    When Mia signs Alpha and Beta of one page with Alpha and Beta at medical
    Then Alpha was not signed: “The policy does not let records be signed together at “Medical”.”
    And Beta was not signed: “Decide it on its own page.”

  Scenario: A ceremony signs nothing that its page did not show
    When Leo signs Gamma of one page with Alpha and Beta at legal
    Then Gamma was not signed: “The page that was signed did not show this record.”
    When Leo signs Alpha of one page with Alpha and Beta at legal
    Then Alpha carries Leo’s signature on what was shown of it, and names all 2 of the page
