Feature: EU GMP Annex 11
  Computerised systems (2011), against the running product. Each scenario carries the section it shows. Sections that are
  mainly a procedure of the customer's are marked, and show only what the software adds to it.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Paul   |                     |
      | Nora   |                     |
      | Mia    | medical_reviewer    |
      | Max    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Aude   | auditor             |
      | Pia    | policy_owner        |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet

  Rule: §1 to §4, the life of the system

    @procedure @annex11.1
    Scenario: A requirement whose risk nobody has rated is not taken
      When the register of requirements is read without the risk of “part11.10e”
      Then it is not taken: “part11.10e: has no risk rating”

    @annex11.4
    Scenario: A migration keeps every entry, and their root
      When the office of an earlier release is opened by this one
      Then it holds as many entries, under the same root, as that release signed

  Rule: §5 and §6, data that comes in

    @annex11.5
    Scenario Outline: An import that is not whole is refused, and says where it broke
      Given somebody brings a log of two cases, <how>
      When it is replayed at the machine
      Then it ends with 1 and says “<why>”

      Examples:
        | how                     | why                    |
        | cut off in the middle   | the archive is damaged |
        | with one byte altered   | the archive is damaged |
        | with a case left open   | not well-formed XML    |

    @annex11.6
    Scenario: What the owner entered is confirmed by a second person, on exactly that text
      When Mia approves at medical in a browser
      Then her decision is bound to what Olga entered, digest for digest
      When Olga sends an approval at legal, which no page offered
      Then the answer is 403

    @annex11.6
    Scenario: A rule of the policy that checks an entry is on record by its name
      Given the policy “leaflet” is changed: “\ngates:” becomes “\nchecks:\n  - material-code: {in: picture, severity: warn}\n\ngates:”
      And Pia publishes leaflet
      When Olga submits a leaflet with:
        | field   | answer          |
        | picture | DE-2026-00017-9 |
      Then the entry says that the rule “material-code” looked at it, and what it found

  Rule: §9, the audit trail

    @annex11.9
    Scenario Outline: No change without its reason
      When <who> tries to <do> in a browser, giving no reason
      Then the answer is 422: “Write one sentence; auditors read it.”
      And nothing was recorded

      Examples:
        | who  | do                               |
        | Karl | put the leaflet on hold          |
        | Ada  | give Nora the role of a signatory |

  Rule: §12, access

    @annex11.12
    Scenario: Giving and ending a role says by whom, to whom, when and why
      When Ada gives Nora the role of a signatory in a browser: “Sven leaves in December”
      And Ada ends the role of Nora in a browser: “He stays”
      And Aude asks for the trail
      Then the answer is 200: “Granted Nora signatory”
      And the answer is 200: “Sven leaves in December”
      And the answer is 200: “Ended Nora as signatory”
      And the answer is 200: “He stays”
      And each of these entries says that Ada did it, and when

    @annex11.12
    Scenario: Nobody gives themselves a role
      When Ada tries to give herself the role of a signatory in a browser: “For today”
      Then the answer is 403
      And only the denial of Ada was recorded: “own-grant”

  Rule: §14, electronic signatures

    @annex11.14
    Scenario: A signature has its name, time and meaning, and stays with its record
      Given it becomes Tuesday 17 November, 10:30
      When Mia approves at medical in a browser
      Then the signature at medical says “Mia”, “approval” and Tuesday 17 November, 10:31
      When somebody moves that signature to another leaflet by SQL
      And somebody runs “coe verify” at the machine
      Then it ends with 1 and names that entry

  Rule: §15, batches

    @annex11.15
    Scenario: Where a policy certifies batches, only its qualified person signs
      Given Pia publishes batch
      And Sven is given the role of qualified_person
      And Olga submits a batch
      When Leo sends an approval at certification, which no page offered
      Then the answer is 403
      When Sven approves at certification in a browser
      Then the signature at certification says “Sven”, “I certify this batch for release” and Monday 16 November, 9:02

  Rule: §17, the archive

    @annex11.17
    Scenario: What an earlier release packed is read and verified by this one
      Given the evidence in a packet of an earlier release is handed to the auditor, and its key
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |
