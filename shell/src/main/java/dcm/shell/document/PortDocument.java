package dcm.shell.document;

import org.jspecify.annotations.Nullable;

/** A published port of one of the user's containers. */
public record PortDocument(@Nullable Integer port, String protocol, String address, String handle, String name) {}
