package dcm.contract.identity;

/** Where a container's sshd answers: an address of its host (an alias) and the port that is the container's handle. */
public record SshEndpoint(String address, PortNumber port) {}
