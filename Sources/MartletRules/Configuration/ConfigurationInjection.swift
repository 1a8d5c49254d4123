// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides what a deployment's override does to a client's configuration file.
package struct ConfigurationInjection: Hashable, Sendable {
    /// Holds the override.
    package static let overridesVariable = "CLIENT_CONFIG_OVERRIDES_JSON"
    /// Says whether an override that cannot be used stops the deployment: only the exact text `true` does.
    package static let strictVariable = "CLIENT_CONFIG_OVERRIDES_STRICT"

    /// What becomes of the file.
    package enum Outcome: Hashable, Sendable {
        /// Fail; the file stays as it is.
        case refused(String)
        /// Go on; the file stays as it is, and so does the document in it.
        case untouched(String, document: JSONValue)
        /// The file becomes this.
        case merged(Merged)
    }

    /// A configuration with an override in it.
    package struct Merged: Hashable, Sendable {
        /// The whole document.
        package let document: JSONValue
        /// The document as it is written: two spaces a level, and a line end.
        package let bytes: [UInt8]
        /// The override's outermost names, which may be told.
        package let names: [String]
        /// What its author should know: unsafe names that were dropped, and what does not make sense.
        package let findings: [ConfigurationFinding]
    }

    private let overrides: String
    /// Whether what cannot be used is refused.
    package let isStrict: Bool

    /// Fails if there is nothing to inject: unset and empty mean the same, and then the file does not matter.
    /// - Parameters:
    ///   - overrides: The first variable's text, if it is set.
    ///   - strict: The second variable's text, if it is set.
    package init?(overrides: String?, strict: String?) {
        guard let overrides, !overrides.isEmpty else { return nil }
        self.overrides = overrides
        self.isStrict = strict.map { $0.utf8.elementsEqual("true".utf8) } ?? false
    }

    /// Decides for a file.
    ///
    /// A base that is no JSON object is refused, strict or not. Wrong fields that the base has already are warnings;
    /// strictness is about what the override brings.
    package func outcome(for base: [UInt8]) -> Outcome {
        let document: JSONValue
        do throws(ConfigurationOverride.Fault) {
            document = try JSONValue(document: base)
            guard case .object = document else { return .refused("the file is not an object") }
        } catch {
            return .refused("the file is \(error)")
        }
        do throws(ConfigurationOverride.Fault) {
            return self.merged(try ConfigurationOverride(self.overrides), into: document)
        } catch {
            return self.unusable("\(Self.overridesVariable) is \(error)", document)
        }
    }

    private func merged(_ override: ConfigurationOverride, into document: JSONValue) -> Outcome {
        let result = override.applied(to: document)
        let dropped = override.dropped.map {
            ConfigurationFinding(.warning, $0, "an unsafe name: dropped with all that it holds")
        }
        let findings = ClientConfiguration(result).findings
        let known = Set(ClientConfiguration(document).findings)
        let brought = findings.filter { $0.severity == .problem && !known.contains($0) }
        if self.isStrict, !brought.isEmpty {
            return .refused(brought.map(\.description).joined(separator: "\n"))
        }
        guard let bytes = try? result.indented() else { return .refused("the result cannot be written as JSON") }
        return .merged(
            Merged(document: result, bytes: bytes, names: override.names, findings: dropped + findings)
        )
    }

    private func unusable(_ reason: String, _ document: JSONValue) -> Outcome {
        self.isStrict ? .refused(reason) : .untouched(reason, document: document)
    }
}
