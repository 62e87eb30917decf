Feature: The library: committee charter
  Organisations differ, the rules for deciding do not. A committee gets its seats, quorum, majority and vetoes by a
  charter that others approve; every model comes with one to begin from.

  Background:
    Given “committee-charter” governs, with its usual people

  @D0.11
  Scenario Outline: Every model brings a charter to begin from, and is constituted by the committee in office
    Then it constitutes “<committee>” with the seats <seats>
    When Olga submits “<title>” with:
      | model  | <model>                    |
      | seats  | <rows>                     |
      | quorum | 60                         |
    Then the record is in tier “<tier>”
    And these gates are needed: <gates>
    When every gate approves
    Then the record is approved

    Examples:
      | model                    | committee                | title            | tier      | gates                           | seats                                                                                | rows                                                                                                                                    |
      | centre_of_excellence     | centre-of-excellence     | Centre           | executive | compliance, legal, constitution | chair, customer_insight, medical, compliance, digital                                | [{seat: chair, function: other}, {seat: medical, function: medical}, {seat: compliance, function: compliance}]                          |
      | editorial_board          | editorial-board          | Editorial board  | board     | compliance, constitution        | chair, medical, legal, regulatory, patients                                          | [{seat: chair, function: other}, {seat: medical, function: medical}, {seat: legal, function: legal}, {seat: patients, function: patients}] |
      | content_lead             | content-lead             | Content lead     | board     | compliance, constitution        | chair, medical, compliance                                                           | [{seat: chair, function: commercial}, {seat: medical, function: medical}, {seat: compliance, function: compliance}]                     |
      | executive_steering       | executive-steering       | Steering         | executive | compliance, legal, constitution | chair, medical, legal, regulatory, compliance, commercial                            | [{seat: chair, function: other}, {seat: medical, function: medical, veto: yes}, {seat: compliance, function: compliance, veto: yes}]    |
      | cross_functional_council | cross-functional-council | Council          | board     | compliance, constitution        | chair, medical, commercial, legal, regulatory, patient_safety, market_access         | [{seat: chair, function: commercial}, {seat: medical, function: medical}, {seat: legal, function: legal}]                               |
      | content_department       | content-department       | Content          | board     | compliance, constitution        | chair, medical, regulatory, compliance                                               | [{seat: chair, function: other}, {seat: medical, function: medical}, {seat: compliance, function: compliance}]                          |

  @D0.2
  Scenario: The committee in office constitutes the next one: two thirds, with its chair, and compliance may veto
    When Olga submits “Editorial board” with:
      | model | editorial_board                                                                                               |
      | seats | [{seat: chair, function: other}, {seat: medical, function: medical}, {seat: compliance, function: compliance}] |
    And “compliance” approves
    Then these gates are open: constitution
    When these vote at constitution: medical approves, legal approves, regulatory approves, commercial rejects
    Then constitution is open
    When these vote at constitution: compliance rejects
    Then the record is rejected

  Scenario: Without anybody from medical, or from law or compliance, it is not proposed
    When Olga tries to submit “Sales circle” with:
      | seats | [{seat: chair, function: commercial}, {seat: law, function: legal}, {seat: reader, function: patients}] |
    Then the form finds “medical”
    When Olga tries to submit “Sales circle” with:
      | seats | [{seat: chair, function: commercial}, {seat: doctor, function: medical}, {seat: reader, function: patients}] |
    Then the form finds “compliance”

  Scenario: A seat with a veto is a matter for legal
    When Olga submits “Editorial board” with:
      | model | editorial_board                                                                                                          |
      | seats | [{seat: chair, function: medical, veto: yes}, {seat: law, function: legal}, {seat: reader, function: patients}] |
    Then these gates are needed: compliance, legal, constitution

  Scenario: Whoever sponsors it does not constitute it, and what it replaces is retired
    Given Olga has an approved “committee-charter” called “Editorial board” with:
      | seats | [{seat: chair, function: medical}, {seat: law, function: legal}, {seat: reader, function: patients}] |
    When Olga submits “Editorial board, smaller” with:
      | sponsor  | commercial                                                                                           |
      | replaces | yes                                                                                                  |
      | earlier  | Editorial board                                                                                      |
      | seats    | [{seat: chair, function: medical}, {seat: law, function: legal}, {seat: reader, function: patients}] |
    And every gate but “constitution” approves
    Then chair, medical, legal, regulatory, compliance can act at constitution
    When every gate approves
    Then the record is approved
    And “Editorial board” is retired
