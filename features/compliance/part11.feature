Feature: 21 CFR Part 11
  Electronic records and signatures, against the running product. Each scenario carries the clause it shows. Clauses that
  are mainly a procedure of the customer's are marked, and show only what the software adds to it.

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
      | Petra  | policy_owner        |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet

  Rule: 11.10, closed systems

    @part11.10a
    Scenario Outline: An altered record is discerned, and named
      Given Mia rejects at medical
      When somebody alters <what> of the last stored entry by SQL
      And somebody runs “coe verify” at the machine
      Then it ends with 1 and names that entry

      Examples:
        | what        |
        | its outcome |
        | its time    |

    @part11.10b
    Scenario: An inspector's copy is complete, readable by people and machines, and proves itself
      Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
      Then its evidence holds every entry of the leaflet, byte for byte
      And its print tells every decision: name, meaning, and time in UTC
      When the auditor verifies it with bare Python, far from the office
      Then the answers are:
        | question | answer |
        | intact   | yes    |
        | signed   | yes    |
        | lawful   | yes    |

    @part11.10c
    Scenario: Records of an earlier release are retrieved by this one
      Given the office of an earlier release is opened by this one
      Then every record reads as that release told it
      And the whole log verifies, every act judged again
      And the database itself denies to delete a stored entry
      When the record tables are thrown away and rebuilt from the log
      Then every row is as it was

    @part11.10d
    Scenario: A leaflet in review is open to those it concerns
      Then these may open these pages, and nobody else:
        | page                        | Olga | Mia | Karl | Aude | Ada | Paul | nobody signed in |
        | the leaflet                 | yes  | yes | yes  | yes  | no  | no   | to the door      |
        | the decision at medical     | no   | yes | no   | no   | no  | no   | to the door      |
        | the coordinator’s acts      | no   | no  | yes  | no   | no  | no   | to the door      |
        | the move to a later version | no   | no  | yes  | no   | no  | no   | to the door      |
        | the trail                   | no   | no  | no   | yes  | no  | no   | to the door      |
        | the people                  | no   | no  | no   | no   | yes | no   | to the door      |
        | the page of Mia             | no   | yes | no   | yes  | yes | no   | to the door      |
        | the inbox                   | yes  | yes | yes  | yes  | yes | yes  | to the door      |

    @part11.10d
    Scenario: An approved leaflet is open to the same people, and nobody decides it again
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven approves at certification
      Then these may open these pages, and nobody else:
        | page                        | Olga | Mia | Karl | Aude | Paul | nobody signed in |
        | the leaflet                 | yes  | yes | yes  | yes  | no   | to the door      |
        | the decision at medical     | 409  | 409 | 409  | 409  | no   | to the door      |
        | the end of its use          | yes  | no  | yes  | no   | no   | to the door      |

    @part11.10e
    Scenario: A change is recorded once, by the server's clock, and what stood before stays readable
      Given it becomes Tuesday 17 November, 10:00
      And Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Olga changes the title to “Which pill at which time” in a browser, stating that it is 1 January 2020
      Then one entry was recorded, by Olga, on Tuesday 17 November at the server's time
      And the entries of the leaflet still say “Which pill when”, and now “Which pill at which time”
      And the database itself denies to update a stored entry
      And the database itself denies to delete a stored entry

    @part11.10f
    Scenario: A later gate cannot be decided before an earlier one
      When Sven sends an approval at certification, which no page offered
      Then the answer is 409: “This gate cannot be decided now.”
      And only the denial of Sven was recorded: “gate-not-open”
      And certification is waiting

    @part11.10g
    Scenario Outline: Nobody signs without the authority of this moment
      Given Mia lends the role of medical_reviewer to Nora until Monday 16 November, 17:00
      And it becomes Tuesday 17 November, 10:00
      When <who> sends an approval at medical, which no page offered
      Then the answer is 403
      And medical is open
      And the denial of <who> is on record

      Examples: Of another function, the owner, and whose borrowed authority has ended
        | who  |
        | Leo  |
        | Olga |

    @part11.10g
    Scenario: Borrowed authority ends with its hour
      Given Mia lends the role of medical_reviewer to Nora until Monday 16 November, 17:00
      When Nora asks for the decision at medical
      Then the answer is 200
      When it becomes Tuesday 17 November, 10:00
      And Nora sends an approval at medical, which no page offered
      Then the answer is 403
      And medical is open

    @part11.10h
    Scenario: A program nobody registered
      When a program nobody registered sends a decision at medical with a key of its own
      Then the answer is 401
      And only the denial of a stranger was recorded: “unknown-source”
      And medical is open

    @procedure @part11.10i
    Scenario: Who lacks the training that the policy asks for signs nothing, and is told which
      Given the policy “leaflet” is changed: “prefix: LFT” becomes “prefix: LFT\nsigners: {trained: [gcp]}”
      And Pia publishes leaflet
      And Mia is trained in gcp until Tuesday 17 November, 12:00
      And it becomes Tuesday 17 November, 12:00
      And Olga submits a leaflet
      When Mia sends an approval at medical, which no page offered
      Then the answer is 403: “The policy asks its signers for the training “gcp”; yours has ended.”
      And only the denial of Mia was recorded: “untrained”
      And medical is open

    @procedure @part11.10j
    Scenario: Nobody signs before having accepted the undertaking in the text now in force
      Given the policy “leaflet” is changed: “prefix: LFT” becomes “prefix: LFT\nsigners: {accepted: [conduct]}”
      And Pia publishes leaflet
      And Ada issues the undertaking conduct: “I sign only what I have read.”
      And Olga submits a leaflet
      When Mia sends an approval at medical, which no page offered
      Then the answer is 403: “The policy asks its signers to accept “conduct” in the text now in force, and you have not.”
      When Mia accepts “conduct” in a browser
      Then the log names the digest of “I sign only what I have read.” as what Mia accepted
      When Mia approves at medical in a browser
      Then medical is passed

    @part11.10k1
    Scenario: A manual says which release it belongs to, and that another one's is obsolete
      When Mia reads the manual in a browser
      Then it says that it belongs to the running release
      When Mia reads the manual of release 0.0.9 in a browser
      Then it says that it is obsolete, and where the one in force is

    @part11.10k2
    Scenario: A policy changes by a decision of others, says what differs, and keeps what it was
      Given policy changes are themselves a workflow
      And the policy “leaflet” is changed: “Known ground” becomes “Well-known ground”
      And Pia proposes that leaflet
      When Pia tries to approve at quality
      Then it is refused: “You own this initiative.”
      When Petra and Leo approve the proposal
      Then 2 versions of leaflet were ever in force
      And the version in force came by that proposal
      And the first version can still be read in a browser, beside what was changed

  Rule: 11.30, open systems

    @part11.30
    Scenario: In clear, nobody learns anything
      Given the office is reached at https://clearway.example.org
      When Mia asks for the leaflet in clear
      Then she is sent to https://clearway.example.org and told nothing
      When Mia sends password and code in clear
      Then the answer is 403
      And under TLS her browser is told to stay there

    @part11.30
    Scenario: What leaves the office carries a seal that PDF tools know
      Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
      Then it is sealed as PAdES, and a changed byte breaks the seal

  Rule: 11.50 and 11.70, what a signature shows and holds on to

    @part11.50a
    Scenario Outline: Name, time and meaning are in the signed record itself
      Given it becomes Tuesday 17 November, 10:30
      When Mia <does> at medical in a browser
      Then the signature at medical says “Mia”, “<meaning>” and Tuesday 17 November, 10:31

      Examples:
        | does             | meaning   |
        | approves         | approval  |
        | rejects          | rejection |
        | asks for changes | review    |

    @part11.50b
    Scenario: Name, time and meaning are read in every form of the record
      Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
      Then each signature says name, time with zone and meaning on the leaflet's page, on the trail and in its CSV
      And each signature says name, time with zone and meaning in the packet
      And the mail to Olga says name, time with zone and meaning of what Sven signed

    @part11.50b
    Scenario: A name changed later is not the name that was signed
      Given Mia approves at medical
      When somebody renames Mia by SQL
      And somebody runs “coe verify” at the machine
      Then it ends with 1 and says “a value that opens commitment”

    @part11.70
    Scenario: A signature moved to another record does not verify
      Given Mia approves at medical
      When somebody moves that signature to another leaflet by SQL
      And somebody runs “coe verify” at the machine
      Then it ends with 1 and names that entry

    @part11.70
    Scenario: A signature is not copied to another leaflet by sending it there
      Given Mia opens the page of medical
      And Olga submits a leaflet with:
        | field   | answer                    |
        | message | One tablet in the evening |
      When Mia tries to put the signature of that page under this leaflet
      Then it is refused: “The record changed after this page was shown.”
      And medical is open

  Rule: 11.100, general requirements

    @part11.100a
    Scenario: Whoever has left keeps their login and their person for ever
      Given Mia approves at medical in a browser
      When Ada closes the account of Mia in a browser: “Left the company”
      And Ada invites somebody as “mia@example.org” in a browser
      Then the answer is 422: “neither is ever given again”
      And nothing was recorded
      When Mia asks for the inbox
      Then she is sent to the door

    @procedure @part11.100b
    Scenario: Nobody signs whose identity nobody has confirmed
      Given Ada enables signatures: “Letter of 2 November 2026, CW-17”
      When Mia sends her approval at medical with everything right in a browser
      Then the answer is 422: “Nobody has confirmed who you are”
      And medical is open
      When Ada confirms who Mia is in a browser: “Passport seen in the office”
      And Mia approves at medical in a browser
      Then medical is passed

    @procedure @part11.100c
    Scenario: An office that has not told the agency signs nothing, and afterwards says what it told
      Given Ada demands certification
      And Ada confirms who Mia is: “Passport seen in the office”
      When Mia sends her approval at medical with everything right in a browser
      Then the answer is 422: “Nobody can sign here yet.”
      And medical is open
      When Ada enables signatures in a browser: “Letter of 2 November 2026, CW-17”
      And Mia approves at medical in a browser
      Then medical is passed
      And Aude exports the certification: “Letter of 2 November 2026, CW-17”

  Rule: 11.200, components and controls of signatures

    @part11.200a1
    Scenario Outline: A session and one component sign nothing
      When Mia sends her approval at medical <how> in a browser
      Then the answer is 422: “<why>”
      And medical is open

      Examples:
        | how                   | why                          |
        | without a code        | Enter the six digits         |
        | without a password    | Enter your password          |
        | with a guessed code   | This code is not valid now.  |
        | with a wrong password | Login or password is wrong.  |

    @part11.200a1i
    Scenario Outline: Later in the same session a component only she has is still asked for
      Given Mia approves at medical in a browser
      And Olga submits a leaflet
      When Mia sends her approval at medical <how> in a browser
      Then the answer is 422: “<why>”
      And medical is open

      Examples:
        | how                         | why                          |
        | without a code              | Enter the six digits         |
        | with the code used before   | This code was used already.  |

    @part11.200a1ii
    Scenario: After half an hour without use the session has ended
      Given Mia approves at medical in a browser
      And Olga submits a leaflet
      And Mia has the page of medical open in a browser
      When 30 minutes pass
      And Mia sends what she had open
      Then she is sent to the door
      And medical is open

    @part11.200a1ii
    Scenario: The first signature after signing in anew needs all components, the login among them
      When Mia sends her approval at medical without her login in a browser
      Then the answer is 422: “The login is missing.”
      And medical is open

    @part11.200a2
    Scenario: Whoever stands in signs as themselves, whatever they send
      Given Mia lends the role of medical_reviewer to Nora until Friday 20 November, 17:00
      When Nora sends her approval at medical in the name of Mia in a browser
      Then the signature at medical is Nora’s own

    @part11.200a2
    Scenario: Nobody signs with what was issued to another
      Given Mia has the page of medical open in a browser
      When Max sends her form with his own components
      Then the answer is 422: “This signing form belongs to somebody else.”
      And medical is open

    @part11.200a3
    Scenario: One administrator alone never gets at what somebody signs with
      When Ada asks for new credentials for Mia in a browser: “Left the telephone in a train”
      And Ada sends an approval of that in a browser
      Then the answer is 403: “a reset takes two administrators”
      And Mia is told: reset-asked
      And Mia approves at medical in a browser
      When Uma sends an approval of that in a browser
      Then the answer is 200: “New credentials for Mia”
      And Mia is told: credentials-issued

    @part11.200b
    Scenario: No biometric is offered, and none is taken for a component
      When Mia sends her approval at medical with a fingerprint instead of a code in a browser
      Then the answer is 422: “Enter the six digits”
      And medical is open

  Rule: 11.300, codes and passwords

    @part11.300a
    Scenario Outline: A login in another spelling is the same login
      When Ada invites somebody as “<login>” in a browser
      Then the answer is 422: “This account already exists.”
      And nothing was recorded

      Examples:
        | login             |
        | MIA@example.org   |
        | ｍｉａ@example.org |

    @part11.300b
    Scenario Outline: A password that anybody would try is not taken
      When Mia chooses the password “<password>” in a browser
      Then the answer is 422: “This password cannot be used.”

      Examples:
        | password        |
        | short           |
        | mia@example.org |
        | password123456  |

    @part11.300b
    Scenario: Nobody looked at who still needs an account
      Given 106 days go by
      When the reviews are looked at 3 times
      Then there is one alarm for the review of credentials

    @part11.300c
    Scenario: A device that is reported lost signs nothing from that moment on
      Given Mia has the page of medical open in a browser
      When Mia reports a loss in a browser: “The telephone was stolen”
      Then Ada is told: loss-to-replace
      When Mia sends what she had open
      Then she is sent to the door
      And medical is open
      And nobody signs in with what Mia had

    @part11.300d
    Scenario: Guessing is stopped, and on record
      Given Mia sends her approval at medical with a wrong password 5 times in a browser
      When Mia sends her approval at medical with everything right in a browser
      Then the answer is 422: “This account is locked for a while.”
      And medical is open
      And the attempt of Mia is on record as “locked”
      And one incident is open: lock-out, by the office itself
      When the mail is delivered
      Then within 60 seconds of the last guess these mails are there:
        | to  | subject                               |
        | Ada | Incident, major: Account locked (Mia) |
        | Uma | Incident, major: Account locked (Mia) |
        | Mia | Your account is locked for a while    |

    @part11.300e
    Scenario: The first code of an authenticator is a test, and half a year later there is another
      Given Mia signs in
      Then the log says once that the authenticator of Mia was tested
      When it is 181 days later
      And Mia signs in
      Then the log says twice that the authenticator of Mia was tested

    @part11.300e
    Scenario: An authenticator that falls behind signs nothing
      Given Mia approves at medical in a browser
      And Olga submits a leaflet
      When Mia sends her approval at medical with the code used before in a browser
      Then the answer is 422: “This code was used already.”
