Feature: Erasure
  A person may ask to be forgotten. What names them and no record needs is destroyed, so that nobody can open it any
  more; what was proven stays proven. The printed name of a signature stays as long as what was signed.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet with:
      | field | answer                           |
      | heard | A nurse told Pat Ient at night   |

  Rule: What is erased is gone, and every proof stays

    @part11.10c @gdpr17
    Scenario: A patient's words are erased in every version
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When Ada has the answer “heard” of the leaflet erased
      Then the auditor's evidence still answers yes three times
      And nobody can read “Pat Ient” any more
      And the packet of the leaflet prints “(erased)” for it
      And medical is passed
      And the whole log verifies, and rebuilds to the same tables

    @part11.10c @gdpr17
    Scenario: A person who never signed is forgotten whole
      When Ada has Olga erased
      Then nobody can read “Olga” any more
      And nobody can read “olga@example.org” any more
      And the account of Olga is closed, and its login is never given again
      And the whole log verifies, and rebuilds to the same tables

    @part11.50 @part11.70
    Scenario: Whoever signed keeps the printed name, and loses the address
      Given Mia approves at medical
      When Ada has Mia erased
      Then “Mia” can still be read beside her signature
      And nobody can read “mia@example.org” any more
      And Mia holds nothing any more
      And the whole log verifies, and rebuilds to the same tables

  Rule: Who may

    @part11.10g
    Scenario: Nobody erases themselves
      When Ada tries to have Ada erased
      Then it is refused: “Nobody erases themselves.”

    @part11.10g
    Scenario Outline: It is for administrators
      When <who> tries to have Olga erased
      Then it is refused: “It is for administrators.”

      Examples:
        | who  |
        | Karl |
        | Mia  |

    @part11.10d
    Scenario: Whoever was erased is given no role again
      When Ada has Olga erased
      And Ada tries to give Olga the role medical_reviewer
      Then it is refused: “the id is never reused”
