"""The learner's record in the app: opened and looked after in threads, so that no screen waits for it."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from textual import work

from tutor.learner.record import Notice, Place, Record
from tutor.learner.settings import Settings
from tutor.ui.looks import Looks
from tutor.ui.screens.base import TutorScreen
from tutor.words import Words, words


class Recorded(Looks):
    """An app with a record, which it opens when it is first needed."""

    def __init__(self, record: Path, settings: Settings, lang: str, *, animated: bool, ascii_only: bool) -> None:
        super().__init__(settings, animated=animated, ascii_only=ascii_only)
        self.t: Words = words(lang)
        self._record_path = record
        self._record: Record | None = None
        self._opening = Lock()
        self._told: Notice | None = None
        """The notice that was shown last: each is shown once."""

    async def on_unmount(self) -> None:
        """Let go of the record; what still waits is saved."""
        if self._record is not None:
            self._record.close()

    @work(thread=True, exclusive=True, group="record")
    def _open_record(self) -> None:
        self._the_record()
        self.call_from_thread(self._record_opened)

    def _the_record(self) -> Record:
        """The record, opened on first use. Called from a worker: opening may take a moment."""
        with self._opening:  # two workers may want it at once
            if self._record is None:
                from tutor.learner.store import open_record

                self._record = open_record(self._record_path)
            return self._record

    def _record_opened(self) -> None:
        if not self.is_running:  # the learner quit meanwhile
            return
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen) and screen.is_mounted:  # else it finds the record when it is
                screen.record_opened()
        self._tell_notice()
        if self._record is not None and self._record.check_due:
            self.set_timer(2, self._check_record)

    @work(thread=True, exclusive=True, group="check")
    def _check_record(self) -> None:
        """The day's check and backup, while nobody waits for it."""
        if self._record is not None:
            self._record.check()
            self.call_from_thread(self._tell_notice)

    def _tell_notice(self) -> None:
        notice = self.notice
        if notice is not None and notice != self._told:
            from tutor.phrases import notice_line

            self.notify(notice_line(notice, self.t), severity="warning", timeout=15, markup=False)
        self._told = notice

    @property
    def record(self) -> Record | None:
        """The learner's record; None until it is open."""
        return self._record

    @property
    def notice(self) -> Notice | None:
        """What the learner should know of the record."""
        return self._record.notice if self._record is not None else None

    @property
    def places(self) -> dict[str, Place]:
        """How far the learner is, by lesson id; empty until the record is open."""
        return self._record.places() if self._record is not None else {}
