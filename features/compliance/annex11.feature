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
      | Quinn  | quality             |
      | Pia    | policy_owner        |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet

  Rule: §1 to §4, the life of the system

    @procedure @annex11.2
    Scenario: Whoever is not trained as the policy asks decides nothing
      Given the policy “leaflet” is changed: “prefix: LFT” becomes “prefix: LFT\nsigners: {trained: [gmp]}”
      And Pia publishes leaflet
      And Olga submits a leaflet
      When Mia sends an approval at medical, which no page offered
      Then the answer is 403: “The policy asks its signers for the training “gmp””
      When Mia is trained in gmp until Friday 18 December, 12:00
      And Mia approves at medical in a browser
      Then medical is passed

    @procedure @annex11.1
    Scenario: A requirement whose risk nobody has rated is not taken
      When the register of requirements is read without the risk of “part11.10e”
      Then it is not taken: “part11.10e: has no risk rating”

    @procedure @annex11.3
    Scenario: A release names its parts and their licences, and what was tested of it
      When the list of parts of this release is made
      Then it names every library that the lock installs, with version and licence
      And what was installed is what was locked
      And each requirement is there with its risk, its scenarios and their results

    @annex11.4
    Scenario: No requirement is without a scenario, and none without a way to see it fail
      Then every requirement of the register has a scenario in these features
      And every requirement of the register has a control that was removed and missed

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

  Rule: §7, storage

    @annex11.7
    Scenario: A backup restores whole, and restoring it is shown
      Given Mia approves at medical
      When the office is backed up at the machine, and restored into an empty folder
      Then it ends with 0
      And the folder restored holds the same log, and verifies at the machine
      When a restore drill is done
      Then the drill is on record as restored, with the size and root of the log

    @annex11.7
    Scenario: What does not verify is not restored
      Given somebody writes “approved” into the table of leaflets by SQL
      And the office is backed up, keys apart
      When somebody tries to restore the backup
      Then nothing is restored: “The log in the backup does not verify”

    @annex11.7
    Scenario: A backup that is older than what was signed is never signed again
      Given the office is backed up, keys apart
      And Leo approves at legal
      And a checkpoint was kept outside
      When the backup is restored into an empty folder, and told of that checkpoint
      Then the office restored refuses to sign: “A restored backup is a fork of the log.”

  Rule: §8, prints

    @annex11.8
    Scenario: A clear print says whether a record was changed since its entry, and what
      Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
      Then it prints “Changed since entry: “Title”, last in”
      And it prints “Which pill at which time”

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

    @annex11.9
    Scenario: A trail that nobody has read in time is an alarm, and nobody reviews what they did
      Given Mia approves at medical
      And 45 days go by
      When the reviews are looked at 3 times
      Then there is one alarm for the review of trail
      When Quinn reviews the trail: “All in order”
      Then the trail is reviewed up to now, by Quinn, with the digest of the report

  Rule: §10 and §11, configuration and evaluation

    @annex11.10
    Scenario: A setting that somebody changed unannounced is on record, and an alarm
      Given the office is started
      When somebody changes the setting zone in the file to Europe/Paris
      And the office is started
      Then it is on record that zone changed
      And one incident is open: configuration-drift, by the office itself

    @procedure @annex11.11
    Scenario: A periodic evaluation gathers what happened, and asks for itself when it is due
      Given the office verifies itself 1 times
      And 397 days go by
      When the reviews are looked at 3 times
      Then there is one alarm for the review of evaluation
      When Quinn reads the evaluation
      Then it lists:
        | what                          | entries          |
        | Access given and ended        | grant            |
        | Workflows and calendars       | publish          |
        | Verification runs and reviews | record-review    |

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

  Rule: §13, incidents

    @annex11.13
    Scenario: A failed verification is an incident, and stays one until its root cause is found
      Given somebody writes “approved” into the table of leaflets by SQL
      When the office verifies itself 3 times
      Then one incident is open: verify-failed, by the office itself
      When Ada tries to close that incident without a root cause
      Then it is refused: “No root cause was given.”
      And one incident is open: verify-failed, by the office itself

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

  Rule: §16, continuity

    @procedure @annex11.16
    Scenario: What was decided on paper in an outage is entered later, and never passes for earlier
      Given it becomes Tuesday 17 November, 9:00
      When Max tries to transcribe a paper of Wednesday 18 November, 9:00
      Then it is refused: “in the future”
      When Mia transcribes the paper on which she approved at medical on Monday 16 November, 15:00
      Then the decision says: given Monday 16 November, 15:00, recorded Tuesday 17 November, 9:00, with its scan

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
