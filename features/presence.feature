@D0.2
Feature: Presence
  A gate cannot pass before enough of those who must take part have taken part. Abstaining is taking part; standing
  aside is not. The number of seats never shrinks because somebody is missing.

  Background:
    Given the policy “board” is in force, and the board decides by:
      """
      present: 60% and [chair, medical]
      approve: majority
      """
    And these people:
      | person | holds                           |
      | Olga   |                                 |
      | Cora   | chair of the board              |
      | Mira   | medical of the board            |
      | Lars   | legal of the board              |
      | Nina   | compliance of the board         |
      | Bo     | commercial of the board         |
      | Aino   | alternate legal of the board    |
      | Karl   | coordinator                     |
    And Olga submits a motion

  Rule: A share of all seats and the named seats must be heard

    Scenario Outline: Who has taken part, and whether that is enough
      When the members decide: <votes>
      Then steering is <state>

      Examples: Three of five seats are sixty per cent
        | votes                                                                 | state  |
        | chair approves, medical approves                                      | open   |
        | chair approves, medical approves, legal approves                      | passed |
        | chair approves, medical approves, legal abstains                      | open   |
        | chair approves, medical approves, legal abstains, compliance abstains | passed |
        | chair approves, medical approves, commercial approves                 | passed |

      Examples: However many vote, the chair and medical must be among them
        | votes                                                                    | state  |
        | legal approves, compliance approves, commercial approves                 | open   |
        | chair approves, legal approves, compliance approves, commercial approves | open   |
        | chair approves, legal approves, compliance approves, medical approves    | passed |
        | chair abstains, legal approves, compliance approves, medical approves    | passed |

    Scenario: The gate says what it waits for
      When the members decide: legal approves, compliance approves
      Then steering says: “2 of 3 needed have taken part.”
      And steering says: “Waits for the chair seat.”
      And steering says: “Waits for the medical seat.”
      And Cora, Mira, Bo can act at steering

  Rule: Standing aside is not taking part

    Scenario: Three who stand aside are not three who took part
      When the members decide: chair approves, medical approves, compliance stands aside, commercial stands aside
      Then steering is open
      And steering says: “2 of 3 needed have taken part.”
      When Lars approves at steering
      Then steering is passed

    Scenario: A seat that must be heard is not heard when its holder stands aside
      When the members decide: medical stands aside, chair approves, legal approves, compliance approves, commercial approves
      Then steering is open
      And steering says: “Waits for the medical seat.”
      And steering says: “Nobody who is here can act now; a coordinator must appoint someone.”

    Scenario: An absence does not shrink what is needed
      Given Nina is away until Monday 30 November, 9:00
      And Bo is away until Monday 30 November, 9:00
      When the members decide: chair approves, medical approves
      Then steering is open
      And steering says: “2 of 3 needed have taken part.”
      And Lars can act at steering
