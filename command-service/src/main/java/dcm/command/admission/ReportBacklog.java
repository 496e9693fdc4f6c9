package dcm.command.admission;

/** What had been reported before a task of admission started, and was not read yet. */
@FunctionalInterface
interface ReportBacklog {
    ReportBacklog NONE = partition -> 0;

    /** The first offset of {@code dcm.reports} that belongs to no backlog; 0 if there is none. */
    long end(int partition);
}
