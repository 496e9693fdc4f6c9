package dcm.command.admission.stream;

/** The reports that were unread when a task of admission started. */
@FunctionalInterface
interface ReportBacklog {
    ReportBacklog NONE = partition -> 0;

    /** The first offset of {@code dcm.reports} after the backlog; 0 if there is none. */
    long end(int partition);
}
