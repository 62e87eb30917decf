@D0.2
Feature: Majority
  What share of the votes cast carries a gate. A gate concludes as soon as no further vote could change its result, and
  never before enough have taken part.

  Rule: Majority, two-thirds and all are shares of the votes cast

    Scenario Outline: Five seats under each rule
      Given the board decides by <rule>
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
      When the members decide: <votes>
      Then steering is <state>

      Examples: A majority
        | rule                                | votes                                                                                                 | state   |
        | present: 60%, approve: majority     | chair approves, medical approves                                                                      | open    |
        | present: 60%, approve: majority     | chair approves, medical approves, legal approves                                                      | passed  |
        | present: 60%, approve: majority     | chair approves, medical approves, legal requests changes                                              | open    |
        | present: 60%, approve: majority     | chair approves, medical approves, legal requests changes, compliance requests changes                 | open    |
        | present: 60%, approve: majority     | chair requests changes, medical requests changes, legal approves, compliance approves, commercial approves | passed |
        | present: 60%, approve: majority     | chair abstains, medical abstains, legal abstains, compliance approves, commercial requests changes    | settled |
        | present: 60%, approve: majority     | chair rejects, medical rejects, legal rejects                                                         | rejected |

      Examples: Two thirds
        | rule                                | votes                                                                                                 | state   |
        | present: 60%, approve: two-thirds   | chair approves, medical approves, legal approves                                                      | open    |
        | present: 60%, approve: two-thirds   | chair approves, medical approves, legal approves, compliance approves                                 | passed  |
        | present: 60%, approve: two-thirds   | chair approves, medical approves, legal approves, compliance abstains                                 | passed  |
        | present: 60%, approve: two-thirds   | chair approves, medical approves, legal requests changes, compliance requests changes                 | settled |

      Examples: All
        | rule                                | votes                                                                                                 | state   |
        | present: 60%, approve: all          | chair approves, medical approves, legal approves, compliance approves                                 | open    |
        | present: 60%, approve: all          | chair approves, medical approves, legal approves, compliance approves, commercial abstains            | passed  |
        | present: 60%, approve: all          | chair approves, medical approves, legal requests changes                                              | settled |

      Examples: A number
        | rule                                | votes                                                                                                 | state   |
        | approve: 2                          | chair approves                                                                                        | open    |
        | approve: 2                          | chair approves, medical approves                                                                      | passed  |
        | approve: 2                          | chair approves, medical requests changes                                                              | settled |
        | approve: 2                          | chair rejects                                                                                         | rejected |

  Rule: Nobody counts twice, and nobody's silence counts

    Background:
      Given the board decides by present: 60%, approve: majority
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

    Scenario: One person has one vote
      Given Cora approves at steering
      When Cora tries to approve at steering
      Then it is refused: “Your decision stands; it cannot be given twice.”
      And steering says: “1 of 3 needed have taken part.”

    Scenario: Only abstentions carry nothing
      When the members decide: chair abstains, medical abstains, legal abstains, compliance abstains, commercial abstains
      Then steering is settled
      And the motion is in rework

    Scenario: A conclusion takes no further vote
      Given the members decide: chair approves, medical approves, legal approves
      When Bo tries to reject at steering
      Then it is refused: “The record is approved.”
      And the motion is approved
