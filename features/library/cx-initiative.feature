Feature: The library: customer-experience initiative
  From the need of a customer to the certified file. Its routes, checks and clocks have features of their own; here is the
  way as a whole, for those who own initiatives and those who lead them.

  Background:
    Given “cx-initiative” governs, with its usual people

  @D0.3
  Scenario: What is made from approved claims passes without an executive
    When Olga submits “Nights without breathlessness” with:
      | made_of | derivative |
    Then the record is in tier “T1”
    And steering is not needed
    And these gates are open: medical, regulatory
    When every gate approves
    Then the record is approved

  @D2.3 @D0.2
  Scenario: A channel that answers is decided by the executives first, and passes patient safety and privacy
    When Olga submits “Ask us anything” with:
      | public_channel | yes |
    Then the record is in tier “T3”
    And these gates are open: steering
    When these vote at steering: chair approves, medical approves, compliance approves, commercial rejects
    Then steering is open
    When these vote at steering: legal approves, regulatory approves
    Then these gates are open: medical, legal, regulatory, patient_safety, privacy

  Scenario: Released work is asked for again before its year is over, and then may not be used
    When Olga submits “Nights without breathlessness”
    And every gate approves
    And Olga releases the record
    Then the record is released
    When 12 months pass
    Then the record is expired
