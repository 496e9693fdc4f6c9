package dcm.contract.notification;

/**
 * A hint about the progress of an operation, for callers that wait for it. Notices can be lost and nothing depends on
 * them; an event reports the outcome in any case.
 */
public sealed interface Notification permits ContainerLaunched {}
