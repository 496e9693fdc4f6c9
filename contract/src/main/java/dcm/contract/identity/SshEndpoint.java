package dcm.contract.identity;

/** The address of a container's SSH server: a host address (alias) and the container's SSH port. */
public record SshEndpoint(String address, PortNumber port) {}
