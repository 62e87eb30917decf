Feature: EU GMP Annex 11, draft of 7 July 2025
  What the draft asks where Clearway does it already. The text is not final: nothing here claims conformity, and the word
  draft stands wherever the product names it.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds               |
      | Olga   |                     |
      | Paul   |                     |
      | Nora   |                     |
      | Mia    | medical_reviewer    |
      | Leo    | legal_reviewer      |
      | Rosa   | regulatory_reviewer |
      | Sven   | signatory           |
      | Karl   | coordinator         |
      | Aude   | auditor             |
      | Quinn  | quality             |
      | Ada    | administrator       |
      | Uma    | administrator       |
    And Olga submits a leaflet

  @annex11draft.8
  Scenario: An alarm is acknowledged by somebody answerable, with time and reason (draft)
    Given the office raises the alarm drill-failed 1 times
    When Mia tries to acknowledge it
    Then it is refused: “It is for administrators and quality.”
    When Quinn acknowledges it: “The disk is being replaced”
    Then it says who acknowledged it, when and why: Quinn, “The disk is being replaced”

  @annex11draft.11
  Scenario: One factor opens nothing (draft)
    When Mia signs in with her password alone
    And Mia asks for the inbox, as far as she got
    Then she is sent to the door

  @annex11draft.11
  Scenario: Access that nobody recertified in time is an alarm (draft)
    Given 106 days go by
    When the reviews are looked at 3 times
    Then there is one alarm for the review of access

  @annex11draft.12.1
  Scenario Outline: What somebody changes is recorded, each time once (draft)
    When <act>
    Then exactly one entry was recorded, by <who>: <entry>

    Examples:
      | act                                                             | who  | entry         |
      | Mia approves at medical in a browser                            | Mia  | sign-decision |
      | Ada gives Nora the role of a signatory in a browser: “She does” | Ada  | grant         |
      | Karl puts the leaflet on hold in a browser: “New label”         | Karl | hold          |

  @annex11draft.12.2
  Scenario: An entry says who in which role, the old and the new, when with its zone, and why (draft)
    Given a leaflet that was changed once and approved, and its packet as Aude took it in a browser
    Then it prints “Which pill when”
    And it prints “Which pill at which time”
    And it prints “Name the dose”
    And it prints “in Berlin”
    And it prints “medical reviewer”

  @annex11draft.12.3
  Scenario: Whoever administers cannot decide, and the trail cannot be edited (draft)
    When Ada sends an approval at medical, which no page offered
    Then the answer is 403
    And the database itself denies to update a stored entry

  @annex11draft.12.4
  Scenario Outline: A filter finds all that it asks for and nothing else (draft)
    Given 300 things have happened, of every kind and by everybody
    When Aude filters the trail by <what>, page after page
    Then she has read exactly the entries that are so, newest first

    Examples:
      | what                |
      | who: Mia            |
      | what: decision      |
      | what: people        |
      | the second leaflet  |
      | the day before last |

  @annex11draft.12.5
  Scenario: Whoever acted does not review (draft)
    Given Mia approves at medical
    And 1 day goes by
    When Ada tries to review the trail: “All in order”
    Then it is refused: “of the entries reviewed are your own.”
    When Quinn reviews the trail: “All in order”
    Then the trail is reviewed up to now, by Quinn, with the digest of the report

  @annex11draft.13
  Scenario Outline: A session alone or a code alone signs nothing (draft)
    When Mia sends her approval at medical <how> in a browser
    Then the answer is 422: “<why>”
    And medical is open

    Examples:
      | how                | why                  |
      | without a password | Enter your password  |
      | without a code     | Enter the six digits |

  @annex11draft.14
  Scenario: A restore drill that nobody has done in time is an alarm (draft)
    Given it is 91 days later
    When the alarms are looked at
    Then administrators are told of “drill-overdue” once
