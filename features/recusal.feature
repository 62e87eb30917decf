Feature: Recusal
  Who has a conflict stands aside, with a reason, and an alternate is called. What must be reached never becomes less.

  Background:
    Given the policy “board” is in force, and the board decides by:
      """
      present: 80% and [legal]
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

  Rule: An alternate sits only when called

    Scenario: While the holder is here, the alternate does not vote
      When Aino tries to approve at steering
      Then it is refused: “An alternate sits when the holder is recused, away or barred.”
      And Cora, Mira, Lars, Nina, Bo can act at steering

    Scenario: Standing aside calls the alternate
      When Lars stands aside at steering
      Then Cora, Mira, Nina, Bo, Aino can act at steering
      And steering says: “Lars stood aside in the legal seat.”
      When Aino approves at steering
      Then steering says: “Aino approved in the legal seat.”

    Scenario: An absence calls the alternate
      Given Lars is away until Monday 30 November, 9:00
      When Aino approves at steering
      Then steering says: “Aino approved in the legal seat.”

    Scenario: When the holder is back, the alternate is no longer called
      Given Lars is away until Wednesday 18 November, 9:00
      When it becomes Wednesday 18 November, 10:00
      And Aino tries to approve at steering
      Then it is refused: “An alternate sits when the holder is recused, away or barred.”

    Scenario: A holder who may not decide is as good as absent
      Given Lars submits a motion
      Then Cora, Mira, Nina, Bo, Aino can act at steering
      When Aino approves at steering
      Then steering says: “Aino approved in the legal seat.”

  Rule: Standing aside needs a reason, and is for good

    Scenario: No reason, no recusal
      When Lars tries to stand aside at steering without a reason
      Then it is refused: “A rejection or recusal needs its reason.”
      And Cora, Mira, Lars, Nina, Bo can act at steering

    Scenario: Who stood aside does not come back
      Given Lars stands aside at steering
      When Lars tries to approve at steering
      Then it is refused: “You stood aside from this initiative.”

    Scenario: Who stood aside stays aside in the next round
      Given the members decide: legal stands aside, chair requests changes, medical requests changes, compliance requests changes
      And Aino requests changes at steering: “The need is not shown”
      When Olga answers every request and resubmits it unchanged
      And Lars tries to approve at steering
      Then it is refused: “You stood aside from this initiative.”

  Rule: Quorum never shrinks

    Scenario: Two who stand aside leave four of five to be reached all the same
      Given the members decide: chair stands aside, medical stands aside
      When the members decide: legal approves, compliance approves, commercial approves
      Then steering is open
      And steering says: “3 of 4 needed have taken part.”
      And steering says: “Nobody who is here can act now; a coordinator must appoint someone.”

    Scenario: A seat whose holder and alternate both stand aside still must be heard
      Given Lars stands aside at steering
      And Aino stands aside at steering
      When the members decide: chair approves, medical approves, compliance approves, commercial approves
      Then steering is open
      And steering says: “Waits for the legal seat.”
      When these people:
        | person | holds                        |
        | Lea    | alternate legal of the board |
      And Lea approves at steering
      Then steering is passed
