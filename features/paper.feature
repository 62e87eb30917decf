Feature: Decisions on paper
  In an outage a reviewer may decide on paper. Whoever decided transcribes it later: the signature is of that moment, the
  stated time and the scan are kept beside it and shown wherever the decision is.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds            |
      | Olga   |                  |
      | Mia    | medical_reviewer |
      | Max    | medical_reviewer |
    And it becomes Monday 16 November, 10:00
    And Olga submits a leaflet
    And it becomes Tuesday 17 November, 9:00

  @annex11.16
  Scenario: Transcribed by whoever gave it
    When Mia transcribes the paper on which she approved at medical on Monday 16 November, 15:00
    Then the decision says: given Monday 16 November, 15:00, recorded Tuesday 17 November, 9:00, with its scan
    And the packet prints it as transcribed from paper
    And the whole log verifies, every act judged again

  Scenario: A time that cannot be true
    When Mia tries to transcribe a paper of Monday 16 November, 9:30
    Then it is refused: “before this gate had opened”
    When Mia tries to transcribe a paper of Wednesday 18 November, 9:00
    Then it is refused: “in the future”

  Scenario: Without its scan
    When Mia tries to transcribe a paper of Monday 16 November, 15:00 without its scan
    Then it is refused: “has the time it was given and a scan”
    When Mia tries to transcribe a paper of Monday 16 November, 15:00 with a scan that was not sent
    Then it is refused: “The scan it names was not sent with it.”
