Feature: Routing
  The tier is computed from the answers, decides which gates apply, and every gate says why.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                                |
      | Olga   |                                      |
      | Cora   | chair of the board                   |
      | Mira   | medical of the board                 |
      | Mia    | medical_reviewer                     |
      | Leo    | legal_reviewer                       |
      | Rosa   | regulatory_reviewer                  |
      | Sven   | signatory                            |
      | Karl   | coordinator                          |

  Rule: The answers decide the tier, and the tier the gates

    Scenario: Known ground needs no steering
      When Olga submits a leaflet with:
        | field    | answer |
        | audience | nurses |
      Then the leaflet is in tier T1
      And the gates stand so:
        | gate          | state      | sentence                                              |
        | steering      | not needed |                                                       |
        | medical       | open       | Needs one approval.                                   |
        | legal         | open       | Needs one approval.                                   |
        | regulatory    | open       | Needs one approval.                                   |
        | certification | waiting    | Waits for Medical.                                  |

    @D0.3
    Scenario: New ground meets steering first
      When Olga submits a leaflet with:
        | field    | answer   |
        | audience | patients |
      Then the leaflet is in tier T3
      And the gates stand so:
        | gate          | state   | sentence               |
        | steering      | open    | Needed because of “tier”. |
        | medical       | waiting | Waits for Steering.  |
        | legal         | waiting | Waits for Steering.  |
        | regulatory    | waiting | Waits for Steering.  |
        | certification | waiting | Waits for Medical.  |
      And Cora and Mira can act at steering
