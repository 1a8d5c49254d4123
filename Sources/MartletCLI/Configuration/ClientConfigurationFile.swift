// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletWire

/// A client's configuration on disk, as the application that reads it names it: `config.json`.
struct ClientConfigurationFile {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Reads the file as it is.
    func bytes() throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: self.path)))
        } catch {
            throw CommandFailure(.output, "\(self.path) cannot be read")
        }
    }

    /// Reads the parts that Martlet knows.
    func configuration() throws -> ClientConfiguration {
        let document: JSONValue
        do {
            document = try WireDecoder().decode(JSONValue.self, from: self.bytes())
        } catch DecodingError.dataCorrupted(let context) {
            throw CommandFailure(.invalid, "\(self.path) is \(context.debugDescription)")
        } catch is DecodingError {
            throw CommandFailure(.invalid, "\(self.path) is not JSON: a number does not fit")
        }
        guard case .object = document else { throw CommandFailure(.invalid, "\(self.path) is not an object") }
        return ClientConfiguration(document)
    }
}

extension Terminal {
    /// Tells whoever watches what is wrong with a configuration, or likely not meant.
    func note(_ findings: [ConfigurationFinding]) {
        for finding in findings { self.note("warning: \(TerminalText(finding.description).string)") }
    }
}
