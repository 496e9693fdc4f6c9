package dcm.contract.report;

/** What a host's worker did or saw, or user-service at the identity provider. */
public sealed interface Report permits ContainerReport, ImageAbsent, AccountReport, HostReported {}
