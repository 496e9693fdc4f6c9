-- The live stream reads all containers of a host when the host changes.
create index container_host on container (host);
