package dcm.worker;

import dcm.worker.storage.HomesArrival;
import dcm.worker.storage.HomesDeparture;

/** What requests about homes that are moved to another host need. */
public record MovedHomes(HomesDeparture departure, HomesArrival arrival) {}
