Feature: The library: reimbursement of a healthcare professional
  The back office touches the customer, too: what a professional remembers is how long the money took. What is as agreed
  needs two people and three days; what is above the rate is seen by compliance.

  Background:
    Given “hcp-reimbursement” governs, with its usual people

  @D4.10
  Scenario: A talk within the rate is paid by two people, each with a clock
    When Olga submits “A talk in Leipzig” with:
      | category  | speaking                                        |
      | total     | 800 EUR                                         |
      | positions | [{kind: fee, amount: 800 EUR, receipt: R1}]     |
    Then the record is in tier “plain”
    And these gates are needed: receipt, payment
    And receipt is due on Monday 16 November, 17:00
    When “receipt” approves
    Then payment is due on Tuesday 17 November, 17:00
    When “payment” approves
    Then the record is approved

  @D4.10
  Scenario: After it is released the office asks on which day the money arrived
    When Olga submits “A talk in Leipzig”
    And every gate approves
    And Olga releases the record
    And 10 days pass
    Then Olga was told: “check-in”
    And the record says: “Asked 10 days after release, not answered yet: On which day did the money arrive?.”

  @D4.10
  Scenario: Who lets it lie is not alone for long, and silence pays nothing
    When Olga submits “A talk in Leipzig”
    And “receipt” approves
    And 4 business days pass
    Then the record is in review
    And finance_reviewer, finance_head can act at payment

  Scenario Outline: Above the rate, expensive, dear to eat, or for a public servant: compliance decides, too
    When Olga submits “A dinner in Leipzig” with:
      | <field> | <answer> |
    Then the record is in tier “special”
    And these gates are needed: receipt, compliance, payment

    Examples:
      | field          | answer                                                                                        |
      | above_rate     | yes                                                                                           |
      | total          | 2001 EUR                                                                                      |
      | public_servant | yes                                                                                           |
      | positions      | [{kind: travel, amount: 200 EUR, receipt: R1}, {kind: meal, amount: 61 EUR, receipt: R2}]     |

  Scenario: What does not match its receipt comes back, and service and value need not be judged again
    When Olga submits “A talk in Leipzig” with:
      | above_rate | yes |
    And “receipt” approves
    And “compliance” approves
    And “payment” asks for changes: “The hotel was 120 EUR”
    Then the record is with its owner
    When Olga answers every request and resubmits it with:
      | field | answer  |
      | total | 120 EUR |
    Then exactly receipt is carried over
    And these gates are open: compliance

  Scenario: The one who owns it never decides on it
    Given Olga is given the role of finance_reviewer
    When Olga submits “A talk in Leipzig”
    And “receipt” approves
    And Olga tries to approve at payment
    Then it is refused: “own”
