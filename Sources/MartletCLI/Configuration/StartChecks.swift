// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletServer

/// What can only be found out by looking at this machine: files and directories that settings name.
struct StartChecks {
    /// The settings that are to work.
    let settings: ServerSettings

    /// Everything that cannot work here.
    var problems: [SettingProblem] {
        self.data + self.certificates + self.keys + self.events + self.client + self.pages
    }

    private var data: [SettingProblem] {
        guard self.settings.role.runsCore else { return [] }
        let path = self.settings.data
        var isDirectory = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard isDirectory else { return [SettingProblem("data", "is not a directory: \(path)")] }
            let isUsable = FileManager.default.isWritableFile(atPath: path)
            return isUsable ? [] : [SettingProblem("data", "the directory cannot be written: \(path)")]
        }
        let parent = Self.nearest(above: path)
        guard FileManager.default.fileExists(atPath: parent, isDirectory: &isDirectory), isDirectory,
            FileManager.default.isWritableFile(atPath: parent)
        else {
            return [SettingProblem("data", "the directory cannot be created below \(parent)")]
        }
        return []
    }

    private var certificates: [SettingProblem] {
        guard let tls = self.settings.tls, !tls.certificate.isEmpty, !tls.privateKey.isEmpty else { return [] }
        do throws(TLSMaterialError) {
            _ = try TLSMaterial.context(
                certificate: tls.certificate,
                key: tls.privateKey,
                certificateSetting: "certificate",
                keySetting: "private_key"
            )
            return []
        } catch {
            return [SettingProblem(error.setting, error.problem)]
        }
    }

    private var keys: [SettingProblem] {
        guard let path = self.settings.access.keysFile, self.settings.access.mode == .jwt else { return [] }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            return [SettingProblem("jwks_file", "the file cannot be read: \(path)")]
        }
        do throws(KeyDocument.Fault) {
            _ = try KeyDocument(json: Array(bytes), mayHoldSecrets: true)
            return []
        } catch {
            return [SettingProblem("jwks_file", error.description)]
        }
    }

    private var client: [SettingProblem] {
        guard let path = self.settings.clientConfiguration, self.settings.role.runsEdge else { return [] }
        do {
            _ = try ClientConfigurationFile(path).configuration()
            return []
        } catch {
            return [SettingProblem("client_config", "\(error)")]
        }
    }

    private var pages: [SettingProblem] {
        guard let path = self.settings.pagesDirectory, self.settings.role.runsEdge else { return [] }
        var isDirectory = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return isThere && isDirectory ? [] : [SettingProblem("pages.directory", "is not a directory: \(path)")]
    }

    private var events: [SettingProblem] {
        guard self.settings.role == .core, let path = self.settings.events?.path else { return [] }
        let parent = URL(filePath: path).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: parent) else {
            return [SettingProblem("events", "the socket cannot be made in \(parent)")]
        }
        return []
    }

    /// What exists of a path, without its last parts.
    private static func nearest(above path: String) -> String {
        var url = URL(filePath: path).standardizedFileURL
        repeat {
            url = url.deletingLastPathComponent()
        } while !FileManager.default.fileExists(atPath: url.path) && url.path != "/"
        return url.path
    }
}
