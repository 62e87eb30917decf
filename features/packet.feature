Feature: Packet
  One initiative's evidence proves itself on any machine with a bare Python: intact, signed by whom the auditor trusts,
  and lawful. No office, no database and no network is asked.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
    And Olga submits a leaflet

  Rule: The evidence answers three questions by itself

    @part11.10b
    Scenario: An approved leaflet, after a round of rework
      Given Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And Olga answers every request and resubmits with:
        | field | answer                   |
        | title | Which pill at which time |
      And the gates decide: Mia approves at medical, Sven approves at certification
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |

    @part11.10b
    Scenario: The verdict says what a file can establish, and what it cannot
      Given the gates decide: Mia approves at medical, Leo approves at legal
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then the verdict says:
        | claim      | found           |
        | intact     | established     |
        | signed     | established     |
        | witnessed  | not established |
        | acts       | established     |
        | definition | established     |
        | gates      | established     |
        | clocks     | established     |
        | carried    | established     |
        | why        | established     |
        | grants     | established     |
        | signatures | established     |
        | after      | not established |
        | keyboard   | not established |

    Scenario: Evidence of work that is not finished proves what there is
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then “lawful” is answered yes

    Scenario: Without keys nobody is asked who signed
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it without any key
      Then the answers are:
        | question | answer    |
        | intact   | yes       |
        | signed   | not asked |
        | lawful   | yes       |

    Scenario: The key of another log is not the key of this one
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      And the auditor trusts the key of another log
      When the auditor verifies it with bare Python, far from the office
      Then “signed” is answered no
      And “intact” is answered yes

  Rule: Whatever was changed afterwards is a no

    @part11.10a
    Scenario Outline: One bit
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      And somebody flips one bit of it, <place> % of the way in
      When the auditor verifies it with bare Python, far from the office
      Then some answer is no

      Examples:
        | place |
        | 1     |
        | 35    |
        | 70    |
        | 98    |

    Scenario Outline: A decision, a name, a reason
      Given Mia rejects at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      And somebody replaces “<old>” in it by “<new>”
      When the auditor verifies it with bare Python, far from the office
      Then “intact” is answered no

      Examples:
        | old             | new                |
        | For this reason | For another reason |
        | "Mia"           | "Max"              |

    Scenario: Evidence under a checkpoint it was not proven for
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      And Leo approves at legal
      And a later checkpoint of the same log is put under that evidence
      When the auditor verifies it with bare Python, far from the office
      Then “signed” is answered yes
      But “intact” is answered no

  Rule: The packet is the same evidence, printed and sealed

    @part11.10b
    Scenario: The PDF itself
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      And the packet of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |
      When somebody appends a page to it
      And the auditor verifies it without any key
      Then “intact” is answered no

  Rule: An imported decision is never a signature

    Scenario: The packet says which decisions were signed here
      Given the decision of Mia at medical is imported from an older system
      And Leo approves at legal
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      Then the packet prints these decisions:
        | gate    | who | signed with              | signature spelled out |
        | Medical | Mia | imported, not a signature | no                    |
        | Legal   | Leo | password, second factor   | yes                   |

  Rule: What is proven and what is only said stand apart

    Scenario: Notices come from the office's own books
      Given Mia approves at medical
      And the evidence of the leaflet is handed to the auditor, and the key of the log
      Then the packet tells of notices only where it says that they are not proven
      And it tells on which ground Mia holds her role
