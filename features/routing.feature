Feature: Routing
  The tier is computed from the answers, decides which gates apply, and every gate says why.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                |
      | Olga   |                      |
      | Cora   | chair of the board   |
      | Mira   | medical of the board |
      | Mia    | medical_reviewer     |
      | Leo    | legal_reviewer       |
      | Rosa   | regulatory_reviewer  |
      | Sven   | signatory            |
      | Karl   | coordinator          |

  Rule: The answers decide the tier, and the tier the gates

    @D0.3
    Scenario: Known ground never meets the executives
      When Olga submits a leaflet with:
        | field    | answer |
        | audience | nurses |
      Then the leaflet is in tier T1
      And the gates stand so:
        | gate          | state      | sentence             |
        | steering      | not needed |                      |
        | medical       | open       | Needs one approval.  |
        | legal         | open       | Needs one approval.  |
        | regulatory    | open       | Needs one approval.  |
        | certification | waiting    | Waits for Medical.   |

    Scenario: New ground meets steering first
      When Olga submits a leaflet with:
        | field    | answer   |
        | audience | patients |
      Then the leaflet is in tier T3
      And the gates stand so:
        | gate          | state   | sentence                  |
        | steering      | open    | Needed in this tier.      |
        | medical       | waiting | Waits for Steering.       |
        | legal         | waiting | Waits for Steering.       |
        | regulatory    | waiting | Waits for Steering.       |
        | certification | waiting | Waits for Medical.        |
      And Cora, Mira can act at steering
      And nobody can act at medical

  Rule: A tier is only ever raised, by a coordinator, with a reason

    Scenario: A coordinator raises the tier and the gates follow
      Given Olga submits a leaflet
      When Karl raises the tier to T3
      Then the leaflet is in tier T3
      And steering is open
      And medical is waiting

    Scenario: A decision given before the tier was raised stands, and waits with its gate
      Given Olga submits a leaflet
      And Mia approves at medical
      When Karl raises the tier to T3
      Then medical is passed
      And medical says: “Mia approved.”
      And legal is waiting

    Scenario: Nobody lowers a tier
      Given Olga submits a leaflet with:
        | field    | answer   |
        | audience | patients |
      When Karl tries to lower the tier to T1
      Then it is refused: “A tier is only ever raised”
      And the leaflet is in tier T3

    Scenario: A raised tier survives a resubmission
      Given Olga submits a leaflet
      And Karl raises the tier to T3
      And Cora requests changes at steering: “Whose words are these?”
      And Mira requests changes at steering: “Ask patients as well”
      When Olga answers every request and resubmits it unchanged
      Then the leaflet is in tier T3
      And steering is open

    Scenario: The owner does not set the tier
      Given Olga submits a leaflet
      When Olga tries to raise the tier to T3
      Then it is refused: “It is for the coordinators of this workflow.”
      And the attempt of Olga is on record as “not-coordinator”

  Rule: The declared order is kept

    @part11.10f
    Scenario Outline: A gate that waits takes no decision
      Given Olga submits a leaflet
      When <who> tries to <what> at <gate>
      Then it is refused: “<why>”
      And nothing was recorded in it since
      And the attempt of <who> is on record as “gate-not-open”

      Examples:
        | who  | what            | gate          | why                                                               |
        | Sven | approve         | certification | “Certification” waits for “Medical” and “Legal” and “Regulatory”. |
        | Sven | request changes | certification | It opens by itself when they have passed.                         |

    @part11.10f
    Scenario: Gates behind an upstream gate stay shut until it has passed
      Given Olga submits a leaflet with:
        | field    | answer   |
        | audience | patients |
      When Mia tries to approve at medical
      Then it is refused: ““Medical” waits for “Steering”.”
      And the attempt of Mia is on record as “gate-not-open”
      When the members decide: chair approves, medical approves
      Then steering is passed
      And medical is open
      When Mia approves at medical
      Then medical is passed

    Scenario: A gate that has passed takes no second decision
      Given Olga submits a leaflet
      And Leo approves at legal
      When Leo tries to reject at legal
      Then it is refused: “Your decision stands; it cannot be given twice.”
      And legal is passed

    Scenario: Approval needs every gate that applies
      Given Olga submits a leaflet
      When the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      Then the leaflet is in review
      And certification is open
      When Sven approves at certification
      Then the leaflet is approved
      And the whole log verifies

  Rule: The order in which people decide within a round does not change the outcome

    Scenario Outline: Three gates, in any order
      Given Olga submits a leaflet
      When the gates decide: <votes>
      Then medical is passed
      And legal is settled
      And regulatory is passed
      And the leaflet is in rework

      Examples:
        | votes                                                                               |
        | Mia approves at medical, Leo requests changes at legal, Rosa approves at regulatory |
        | Leo requests changes at legal, Rosa approves at regulatory, Mia approves at medical |
        | Rosa approves at regulatory, Leo requests changes at legal, Mia approves at medical |

  Rule: Nothing is approved by default

    Scenario: Somebody who is not registered submits nothing
      When system tries to submit a leaflet
      Then it is refused: “You are not registered here.”

    Scenario: A rejection that carries its gate ends the initiative at once
      Given Olga submits a leaflet
      When Mia rejects at medical
      Then the leaflet is rejected
      When Leo tries to approve at legal
      Then it is refused: “The record is rejected.”

    Scenario: A withdrawn leaflet is decided by nobody
      Given Olga submits a leaflet
      And Olga withdraws the leaflet: “No longer needed”
      When Mia tries to approve at medical
      Then it is refused: “The record is withdrawn.”
      And the leaflet is withdrawn

    Scenario: An approval can be taken back, by a coordinator and not by the owner
      Given Olga submits a leaflet
      And the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      When Olga tries to revoke the leaflet
      Then it is refused: “It is for the coordinators of this workflow.”
      When Karl revokes the leaflet: “The label changed”
      Then the leaflet is revoked
