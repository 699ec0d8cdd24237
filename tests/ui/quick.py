"""What the default run looks at on screens that have many tests: the rest of these is for CI (`-m slow`)."""

QUICK: dict[str, tuple[str, ...]] = {
    "test_play": (
        "test_the_graph_is_there_while_it_is_typed",
        "test_an_error_stands_under_the_expression_with_a_caret",
        "test_a_value_is_typed",
        "test_questions_lead_there_and_back",
        "test_what_is_kept_opens_as_it_was_also_the_next_time",
        "test_markup_in_an_expression_is_text",
        "test_escape_leads_to_the_map",
    ),
    "test_training_view": (
        "test_keys_are_answered_while_a_worker_trains",
        "test_divergence_is_said",
        "test_settings_by_arrows[data",
        "test_escape_leads_to_the_map",
    ),
    "test_replay": (
        "test_the_same_keys_go_a_beat_with_animation_and_without",
        "test_what_is_typed_belongs_to_the_answer",
        "test_before_anything_flowed_that_is_said",
    ),
    "test_optimizer_lab": (
        "test_predict",
        "test_own_expression",
        "test_no_answer_is_taken_before_it_can_be_written_down",
        "test_settings_by_arrows",
    ),
    "test_depth_lab": (
        "test_predictions",
        "test_all_that_is_said_follows",
        "test_both_gradients_where_there_is_room",
        "test_escape_leads_to_the_map",
    ),
    "test_app": (
        "test_ctrl_q",
        "test_a_strangers_page",
        "test_a_read_only_record",
        "test_keys_in_a_burst",
        "test_a_lesson_that_can_not_be_read",
        "test_pictures_move_or_stand_still",
        "test_quitting_while",
    ),
    "test_themes": ("test_no_color_shows_no_colour_and_loses_nothing", "test_text_of_the_high_contrast_themes"),
    "test_plain_drawing": ("test_a_line_is_as_wide_as_before", "test_it_is_chosen_in_the_palette_at_once_and_for_good"),
    "test_graph_view": (
        "test_a_wide_graph_above_the_text_takes_rows_that_are_free",
        "test_the_note_of_a_node_stands_right_below_the_picture",
    ),
    "test_help": ("test_help_and_back_keeps_what_is_typed", "test_the_help_changes_its_language_and_scrolls"),
    "test_map": (
        "test_what_is_done_begun_and_new",
        "test_a_key_leads_to_the_rooms",
        "test_a_cursor_that_was_moved_stays_where_it_is",
    ),
    "test_nudge": (
        "test_what_is_not_earned_is_not_shown",
        "test_the_measured_numbers_stand_beside_backprops_and_the_learners",
        "test_escape_goes_back_to_what_lies_below",
        "test_names_from_strangers_are_no_markup",
    ),
    "test_map_skills": ("test_lessons_and_their_skills[ko-size1", "test_a_review_from_the_map_to_its_end[r"),
    "test_practice_menu": ("test_p_and_enter_begin", "test_how_many_how_long_and_how_hard"),
    "test_recap_screen": ("test_what_went_wrong_and_the_lesson_on_it[en", "test_another_language_at_the_end"),
    "test_progress_screen": ("test_all_that_is_shown[ko-size2", "test_an_empty_record_says_what_to_do"),
    "test_settings_screen": (
        "test_what_is_chosen_is_in_force",
        "test_a_key_is_moved_and_put_back",
        "test_a_key_that_is_taken",
        "test_strange_values_are_told_once",
        "test_goals_by_arrows",
    ),
    "test_lab_in_a_lesson": ("test_from_the_question_to_the_lab_and_back[en", "test_what_misses_the_goal"),
}
"""By module: how the names of its quick tests begin. A module that is not here is quick as a whole."""


def is_quick(module: str, name: str) -> bool:
    """Whether a test belongs to the default run."""
    return module not in QUICK or name.startswith(QUICK[module])
