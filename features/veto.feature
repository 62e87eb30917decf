@D0.2
Feature: Veto
  A gate with veto seats waits for each of them, or their alternate. A rejection from such a seat ends the initiative;
  its request for changes keeps the gate from passing, whatever the majority says.

  Background:
    Given the policy “board” is in force, and the board decides by:
      """
      present: 60%
      approve: majority
      veto: [medical, legal]
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

  Rule: Every veto seat is heard before the gate passes

    Scenario: A majority without the veto seats is not enough
      When the members decide: chair approves, compliance approves, commercial approves
      Then steering is open
      And steering says: “Waits for the medical seat.”
      And steering says: “Waits for the legal seat.”
      When the members decide: medical approves
      Then steering is open
      When the members decide: legal abstains
      Then steering is passed

    Scenario: The alternate of a veto seat speaks for it when its holder stands aside
      Given the members decide: chair approves, compliance approves, medical approves, legal stands aside
      When Aino approves at steering
      Then steering is passed

  Rule: One veto is enough

    Scenario: A rejection from a veto seat ends the initiative at once
      When the members decide: chair approves, compliance approves, medical rejects
      Then steering is rejected
      And the motion is rejected

    Scenario: A rejection from another seat does not
      When the members decide: chair rejects
      Then steering is open
      When the members decide: medical approves, legal approves, compliance approves
      Then steering is passed

    Scenario: A veto seat's request for changes outweighs four approvals
      When the members decide: chair approves, compliance approves, commercial approves, medical approves, legal requests changes
      Then steering is settled
      And the motion is in rework

    Scenario: The alternate of a veto seat may use the veto
      Given Lars is away until Monday 30 November, 9:00
      When Aino rejects at steering
      Then the motion is rejected
