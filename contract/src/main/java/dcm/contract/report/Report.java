package dcm.contract.report;

/** What a host's worker did or observed, or what user-service did at the identity provider. */
public sealed interface Report permits ContainerReport, ImageAbsent, AccountReport, HostReported, HostAlive {}
