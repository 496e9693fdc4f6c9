package dcm.shell.document;

import java.util.List;

/** A permitted registry. */
public record RegistryDocument(String name, List<String> hosts, boolean pullOnly, boolean plainHttp) {}
