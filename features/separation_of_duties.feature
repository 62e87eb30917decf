Feature: Separation of duties
  Who has a stake does not judge. No role, delegation or policy lifts that; it is judged at the moment of deciding.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                                  |
      | Olga   |                                        |
      | Cora   | chair of the board, medical_reviewer   |
      | Mia    | medical_reviewer                       |
      | Max    | medical_reviewer                       |
      | Hana   | medical_head                           |
      | Leo    | legal_reviewer                         |
      | Rosa   | regulatory_reviewer                    |
      | Sven   | signatory                              |
      | Karl   | coordinator                            |
      | Nora   |                                        |
      | Ada    | administrator                          |

  Rule: The owner and whoever wrote what is reviewed never decide on it

    @part11.10g
    Scenario: A reviewer who owns the leaflet does not review it
      Given Mia submits a leaflet
      When Mia tries to approve at medical
      Then it is refused: “You own this initiative.”
      And nothing was recorded in it since
      And the attempt of Mia is on record as “own-initiative”
      And Cora, Max can act at medical

    Scenario: Who wrote a section does not decide where it is reviewed
      Given Olga submits a leaflet whose “claims” Mia wrote
      When Mia tries to approve at medical
      Then it is refused: “You contributed to “Claims”, which this gate reviews.”
      And Cora, Max can act at medical

    Scenario: Who wrote a section decides where it is not reviewed
      Given Olga submits a leaflet whose “claims” Rosa wrote
      When Rosa approves at regulatory
      Then regulatory is passed

    Scenario: Who wrote in an earlier round stays out in later ones
      Given Olga submits a leaflet whose “claims” Mia wrote
      And Max requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      And Olga answers every request and resubmits, Olga having changed:
        | field   | answer                    |
        | message | One tablet in the evening |
      When Mia tries to approve at medical
      Then it is refused: “You contributed to “Claims”, which this gate reviews.”

    Scenario: What somebody did before they wrote is not undone
      Given Olga submits a leaflet
      And Mia approves at medical
      And the gates decide: Leo requests changes at legal, Rosa approves at regulatory
      When Olga answers every request and resubmits, Mia having changed:
        | field   | answer           |
        | picture | clock-face-2.png |
      Then medical is passed
      And regulatory is open

    Scenario: A coordinator does not coordinate what they own
      Given Karl submits a leaflet
      When Karl tries to put the leaflet on hold
      Then it is refused: “You own this initiative.”

  Rule: The policy bars further people

    Scenario: The line manager of the owner
      Given Mia is the line manager of Olga
      And Olga submits a leaflet
      When Mia tries to approve at medical
      Then it is refused: “The policy bars the line manager of owner from this gate.”

    Scenario: Who owns the budget
      Given Olga submits a leaflet with:
        | field        | answer |
        | budget_owner | Mia    |
      When Mia tries to approve at medical
      Then it is refused: “The policy bars the budget owner from this gate.”
      And Cora, Max can act at medical

  Rule: Authority is needed, now

    @part11.10g
    Scenario Outline: Who is not on the panel
      Given Olga submits a leaflet
      When <who> tries to approve at medical
      Then it is refused: “You are not on the panel of “Medical” for this initiative now.”
      And nothing was recorded in it since
      And the attempt of <who> is on record as “not-on-panel”

      Examples:
        | who  |
        | Leo  |
        | Karl |
        | Ada  |

    @part11.10g
    Scenario: A role that has ended gives no authority, and takes back no decision
      Given Olga submits a leaflet
      And the role of medical_reviewer ends for Mia
      When Mia tries to approve at medical
      Then it is refused: “You are not on the panel of “Medical” for this initiative now.”
      Given Leo approves at legal
      When the role of legal_reviewer ends for Leo
      Then legal is passed

    @part11.10g @part11.200a2
    Scenario: A delegate signs as themselves, while the delegation lasts
      Given Mia lends the role of medical_reviewer to Nora until Tuesday 17 November, 9:00
      And Olga submits a leaflet
      When Nora approves at medical
      Then medical says: “Nora approved.”

    @part11.10g
    Scenario: A delegation that has ended gives no authority
      Given Mia lends the role of medical_reviewer to Nora until Tuesday 17 November, 9:00
      And Olga submits a leaflet
      When it becomes Tuesday 17 November, 9:00
      And Nora tries to approve at medical
      Then it is refused: “You are not on the panel of “Medical” for this initiative now.”

    Scenario: A delegate is held to the same separation
      Given Mia lends the role of medical_reviewer to Nora until Tuesday 17 November, 9:00
      And Nora submits a leaflet
      When Nora tries to approve at medical
      Then it is refused: “You own this initiative.”

    Scenario: Borrowed authority is not lent on
      Given Mia lends the role of medical_reviewer to Nora until Friday 20 November, 9:00
      When Nora tries to lend the role of medical_reviewer to Olga
      Then it is refused: “The person holds nothing in this pool then.”

    Scenario: Nobody gives themselves a role
      When Ada tries to take the role of medical_reviewer
      Then it is refused: “Nobody grants themselves a role.”
      And the attempt of Ada is on record as “own-grant”

    Scenario: Only administrators give roles
      When Karl tries to take the role of medical_reviewer
      Then it is refused: “It is for administrators.”
      And the attempt of Karl is on record as “not-administrator”

    Scenario: A role given while a gate is open counts at once
      Given Olga submits a leaflet
      And Nora is given the role of medical_reviewer
      When Nora approves at medical
      Then medical says: “Nora approved.”

  Rule: One person, one seat

    Scenario: Two approvals cannot come from one person
      Given Olga submits a leaflet
      And Mia approves at medical
      When Mia tries to reject at medical
      Then it is refused: “it cannot be given twice.”
