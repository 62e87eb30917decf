Feature: Versions
  What is under way stays under the definition it was submitted under. Moving it to a later one is an explicit act that
  says first which decisions stand; it decides nothing. Policy governs itself: a definition is proposed, approved by the
  people of the present policy, and then comes into force by itself, once.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                          |
      | Olga   |                                |
      | Mia    | medical_reviewer               |
      | Max    | medical_reviewer               |
      | Leo    | legal_reviewer                 |
      | Rosa   | regulatory_reviewer            |
      | Sven   | signatory                      |
      | Karl   | coordinator                    |
      | Pia    | policy_owner                   |
      | Petra  | policy_owner                   |
      | Ada    | administrator                  |

  Rule: The version is that of the submission

    Scenario: A draft begun before is submitted under what is in force then
      Given Olga has begun a leaflet and not submitted it
      And the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      When Olga submits what she had begun
      Then the leaflet runs on the definition in force

    Scenario: Rework is answered in the form of the submission
      Given Olga submits a leaflet
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And the policy “leaflet” is changed: “      - {name: picture, kind: line, label: Picture, required: yes}” becomes “      - {name: picture, kind: line, label: Picture, required: yes}\n      - {name: credit, kind: line, label: Credit, required: yes}”
      And Pia publishes leaflet
      When Olga answers every request and resubmits it unchanged
      Then the leaflet runs on the definition it was submitted under
      And legal and regulatory are carried over

  Rule: A move says first what stands and what lapses

    Scenario: Where the gate and all it reads are the same, the decision stands
      Given Olga submits a leaflet
      And the gates decide: Mia approves at medical, Leo approves at legal
      And the policy “leaflet” is changed: “[{references: A reference for every claim}]” becomes “[{references: A reference for every claim}, {dose: The dose is named}]”
      And Pia publishes leaflet
      When Karl asks what moving the leaflet to the version in force would do
      Then it says: “Decisions at “Legal” stand: the gate and everything it reviews are the same.”
      And it says: “Decisions at “Medical” lapse: its checklist differs.”
      And the leaflet runs on the definition it was submitted under
      When Karl moves the leaflet to the version in force: “The dose is named from now on”
      Then the leaflet runs on the definition in force
      And the gates stand so:
        | gate    | state  | because |
        | legal   | passed | Leo approved under an earlier version of the workflow; the gate and everything it reviews are the same. |
        | medical | open   |         |
      When the gates decide: Max approves at medical, Rosa approves at regulatory, Sven approves at certification
      Then the leaflet is approved
      And the whole log verifies, every act judged again
      When the record tables are thrown away and rebuilt from the log
      Then every row is as it was

    Scenario: Auditors see both versions, and judge each act by its own
      Given Olga submits a leaflet
      And the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And the policy “leaflet” is written anew without its gate “regulatory”
      And the policy “leaflet” is changed: “reviews: [need]\n    always_again” becomes “reviews: [need, artwork]\n    always_again”
      And Pia publishes leaflet
      And Karl moves the leaflet to the version in force: “Regulatory looks at nothing here”
      And Sven approves at certification
      And the packet of the leaflet is handed to the auditor, and the key of the log
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |

    Scenario: A running clock goes on; what opens anew has its whole time
      Given Olga submits a leaflet
      And the policy “leaflet” is changed: “[{references: A reference for every claim}]” becomes “[{dose: The dose is named}]”
      And Pia publishes leaflet
      When Karl moves the leaflet to the version in force: “The dose is named from now on”
      Then exactly medical opens anew

    Scenario: A page shown before the move is not signed after it
      Given Olga submits a leaflet
      And the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      And Leo opens the page of legal
      When Karl moves the leaflet to the version in force: “Plainer words”
      And Leo tries to sign that page
      Then it is refused: “The record changed after this page was shown.”

  Rule: A move is an act of a coordinator, and decides nothing

    Background:
      Given Olga submits a leaflet

    Scenario Outline: Not the owner, not a reviewer
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      When <who> tries to move the leaflet to the version in force
      Then it is refused: “<why>”

      Examples:
        | who  | why                                         |
        | Olga | It is for the coordinators of this workflow |
        | Mia  | It is for the coordinators of this workflow |

    Scenario: There is no way back
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia publishes leaflet
      And Karl moves the leaflet to the version in force: “Plainer words”
      When Karl tries to move the leaflet to the first version
      Then it is refused: “Name a version published after the one that judges it now.”

    Scenario: It never approves by itself
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And the policy “leaflet” is written anew without its gate “certification”
      And Pia publishes leaflet
      When Karl tries to move the leaflet to the version in force
      Then it is refused: “The move alone would leave it approved; only people decide.”

    Scenario: Questions that were never asked are the owner's to answer
      Given the policy “leaflet” is changed: “      - {name: picture, kind: line, label: Picture, required: yes}” becomes “      - {name: picture, kind: line, label: Picture, required: yes}\n      - {name: credit, kind: line, label: Credit, required: yes}”
      And Pia publishes leaflet
      When Karl tries to move the leaflet to the version in force
      Then it is refused: “move it while it is in rework”
      Given the gates decide: Leo approves at legal, Rosa approves at regulatory
      And Mia requests changes at medical: “Name the dose”
      When Karl moves the leaflet to the version in force: “Pictures are credited from now on”
      And Olga answers every request and resubmits with:
        | field  | answer  |
        | credit | A. Klee |
      Then legal is passed
      And regulatory is open

  Rule: Policy governs itself

    Background:
      Given policy changes are themselves a workflow

    Scenario: What is approved comes into force by itself, once
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      When Olga proposes that leaflet
      Then 1 version of leaflet was ever in force
      When Pia and Leo approve the proposal
      Then 2 versions of leaflet were ever in force
      And the version in force came by that proposal
      And the office owes nothing
      And the whole log verifies, every act judged again

    Scenario: The office closes between approval and publication
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Olga proposes that leaflet
      And Pia and Leo approve the proposal, and the office closes at once
      When the office is closed and opened again
      And what is owed is carried out, twice
      Then 2 versions of leaflet were ever in force

    Scenario: Nobody publishes by hand any more
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      When Pia tries to publish leaflet
      Then it is refused: “Submit a policy change with this definition.”
      And 1 version of leaflet was ever in force

    Scenario: Whoever proposes does not approve
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia proposes that leaflet
      When Pia tries to approve at quality
      Then it is refused: “You own this initiative.”

    Scenario: A broken guarantee is refused before anybody reads it
      Given the policy “leaflet” is changed: “    title: Legal” becomes “    title: Legal\n    when: {audience: patients}”
      When Olga tries to propose that leaflet
      Then it is refused: “the gate “Legal” is not needed although approval needs it.”

    Scenario: An old definition does not come back by a proposal either
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Olga proposes that leaflet
      And Pia and Leo approve the proposal
      When Olga tries to propose the first version of leaflet
      Then it is refused: “Exactly this definition was in force before”

    Scenario: Two proposals for one workflow: the second is read against the first
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Olga proposes that leaflet
      And the policy “leaflet” is changed: “New ground” becomes “Unknown ground”
      And Max proposes that leaflet
      And Pia and Leo approve the proposal
      When Leo tries to approve at legal in the first proposal
      Then it is refused: “came into force after it was submitted”
      And 2 versions of leaflet were ever in force

    Scenario: Nobody forges a publication
      Given the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Olga proposes that leaflet
      When somebody in the name of the office publishes that leaflet for the proposal
      Then it is refused: “The record named did not propose this definition, or is not approved.”
