package dcm.command.admission.stream;

import dcm.contract.identity.HostName;

/** The topics of hosts, which admission creates before it writes to them: a missing one would block all its writes. */
@FunctionalInterface
interface HostTopics {
    /** Creates the topics of {@code host} if they are missing. */
    void ensure(HostName host);
}
