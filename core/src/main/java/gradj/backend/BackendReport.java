package gradj.backend;

import gradj.spi.DType;
import gradj.spi.DeviceInfo;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a backend on the class path.
 *
 * @param candidate name, version, priority; whether it can run here or why not, and what fixes it
 * @param device what it runs on; empty when it cannot run
 * @param dtypes the element types it computes with; none when it cannot run
 */
public record BackendReport(Candidate candidate, Optional<DeviceInfo> device, List<DType> dtypes) {}
