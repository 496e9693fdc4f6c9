package dcm.contract.report;

/** What a host's worker did or saw. */
public sealed interface Report permits ContainerReport, ImageAbsent, HostReported {}
