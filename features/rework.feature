Feature: Rework and carry-over
  Requested changes go back to the owner in one list, when every open gate has a verdict. After a resubmission a gate
  decides again only where what it reviews has changed; every other decision carries over.

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
      | Pia    | policy_owner                           |
      | Ada    | administrator                          |
    And Olga submits a leaflet

  Rule: The owner gets one list, not a trickle

    Scenario: The record returns when the last open gate has its verdict
      Given Mia requests changes at medical:
        | concerns | text          |
        | message  | Name the dose |
        | title    | A plainer one |
      Then medical is settled
      And the leaflet is in review
      When Leo approves at legal
      Then the leaflet is in review
      When Rosa requests changes at regulatory: “A sharper picture”
      Then the leaflet is in rework
      And the leaflet is due back on Wednesday 18 November, 17:00
      And the owner is asked for these changes, in one list:
        | gate       | who  | concerns |
        | medical    | Mia  | message  |
        | medical    | Mia  | title    |
        | regulatory | Rosa |          |

    Scenario: Nobody decides while the record is with its owner
      Given Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Max tries to approve at medical
      Then it is refused: “The record is in rework.”

    Scenario: A gate that has asked for changes has spoken for this round
      Given Mia requests changes at medical: “Name the dose”
      When Max tries to approve at medical
      Then it is refused: “It opens again when the owner resubmits.”
      And medical is settled

    Scenario: Changes are requested in words
      Given Mia requests changes at medical: “Name the dose”
      When Leo tries to reject at legal without a reason
      Then it is refused: “A rejection or recusal needs its reason.”

  Rule: Every request is answered

    Background:
      Given Mia requests changes at medical:
        | concerns | text          |
        | message  | Name the dose |
        | title    | A plainer one |
      And the gates decide: Leo approves at legal, Rosa approves at regulatory

    Scenario Outline: A resubmission that leaves a request unanswered
      When Olga tries to resubmit, answering <some> of the requests
      Then it is refused: “Requested changes without a reply: <open>, the first from “Medical”.”
      And the leaflet is in rework

      Examples:
        | some | open |
        | 0    | 2    |
        | 1    | 1    |

    Scenario: Only the owner resubmits
      When Karl tries to resubmit, answering 2 of the requests
      Then it is refused: “It is for the owner of the initiative.”

  Rule: Only what changed is decided again

    Scenario Outline: Which gates decide again
      Given Mia requests changes at medical: “Please look at all of it again”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Olga answers every request and resubmits with:
        | field   | answer   |
        | <field> | <answer> |
      Then exactly <anew> open anew
      And exactly <kept> carry over
      And certification is waiting

      Examples: Medical reads need and claims, legal the claims, regulatory the artwork
        | field   | answer                    | anew                   | kept                 |
        | title   | Which pill at which time  | medical                | legal and regulatory |
        | message | One tablet in the evening | medical and legal      | regulatory           |
        | picture | clock-face-2.png          | medical and regulatory | legal                |

    Scenario: A decision that carried over says so
      Given Mia requests changes at medical: “Name the dose”
      And the gates decide: Leo approves at legal, Rosa approves at regulatory
      When Olga answers every request and resubmits with:
        | field | answer                   |
        | title | Which pill at which time |
      Then legal is passed
      And legal says: “Leo approved in round 1; nothing reviewed has changed since.”
      When Leo tries to approve at legal
      Then it is refused: “You decided “approve” on this text in round 1.”

    Scenario: A text put back as it was brings its decision back
      Given the gates decide: Leo approves at legal, Mia requests changes at medical, Rosa approves at regulatory
      And Olga answers every request and resubmits with:
        | field   | answer                    |
        | message | One tablet in the evening |
      And the gates decide: Leo requests changes at legal, Mia approves at medical
      When Olga answers every request and resubmits with:
        | field   | answer                                          |
        | message | One tablet in the morning, with or without food |
      Then legal is passed
      And legal says: “Leo approved in round 1; nothing reviewed has changed since.”

    Scenario: A gate that always decides again
      Given the policy “leaflet” is changed: “reviews: [artwork]” becomes “reviews: [artwork]\n    always_again: yes”
      And Pia publishes leaflet
      And Olga submits a leaflet
      And the gates decide: Mia requests changes at medical, Leo approves at legal, Rosa approves at regulatory
      When Olga answers every request and resubmits it unchanged
      Then exactly medical and regulatory open anew
      And exactly legal carries over

    Scenario: A certification that asked for changes is asked again
      Given the gates decide: Mia approves at medical, Leo approves at legal, Rosa approves at regulatory
      And Sven requests changes at certification: “The file is not the one announced”
      When Olga answers every request and resubmits it unchanged
      Then medical and legal and regulatory are carried over
      And certification opens anew

  Rule: Rounds do not go on for ever

    Scenario: After the third round people meet
      Given Leo approves at legal
      And the gates decide: Mia requests changes at medical, Rosa approves at regulatory
      And Olga answers every request and resubmits it unchanged
      And Mia requests changes at medical: “Still not”
      And Olga answers every request and resubmits it unchanged
      When Mia requests changes at medical: “Let us talk”
      Then a meeting is called
      And the leaflet is in rework
