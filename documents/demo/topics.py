"""What the invented committee talks about: items with presenters, remarks, questions put to the vote and conclusions."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """An item of the agenda. `remarks`: (who, what the secretary notes); `tasks`: (conclusion, assignee or unit, days)."""

    key: str
    title: str
    presenter: str
    paper: str
    summary: str
    remarks: tuple[tuple[str, str], ...]
    conclusions: tuple[tuple[str, str, int], ...]
    question: str = ""
    minutes: int = 30

    def vote_kind(self, *, consent: bool) -> str:
        """How it is decided; `consent`: in this meeting what nobody objects to is adopted at once."""
        return "consent" if consent and self.key == CONSENT else "open" if self.question else "none"


CONSENT = "programme"
"""What the committee adopts where nobody objects."""


TOPICS: dict[str, Topic] = {
    topic.key: topic
    for topic in (
        Topic(
            "monthly",
            "Tình hình kinh tế - xã hội tháng {month}, nhiệm vụ trọng tâm tháng {next}",
            "oanh",
            "Báo cáo số {number}/BC-UBND về tình hình kinh tế - xã hội tháng {month}",
            "Thu ngân sách đạt 8,4% dự toán năm; giải ngân vốn đầu tư công mới đạt 61% kế hoạch, còn 05 chủ đầu tư dưới "
            "40%; chỉ số sản xuất công nghiệp tăng 6,2% so với cùng kỳ.",
            (
                ("dung", "sản xuất công nghiệp tăng nhờ chế biến nông sản; đề nghị tháo gỡ đất sạch cho 03 nhà máy"),
                (
                    "tuan",
                    "giải ngân chậm do giải phóng mặt bằng; đề nghị giao từng Phó Chủ tịch phụ trách một nhóm dự án",
                ),
                (
                    "thanh",
                    "vụ mùa thu hoạch xong 92%, dịch bệnh trên đàn lợn đã khống chế, cần dự phòng thiếu nước đầu năm",
                ),
                ("khai", "còn 04 trạm y tế xã thiếu bác sĩ, đề nghị cho luân phiên từ bệnh viện tỉnh trong quý tới"),
                ("vinh", "yêu cầu các chủ đầu tư ký cam kết tiến độ từng tuần, gắn với đánh giá người đứng đầu"),
                ("nam", "cần thêm số liệu việc làm theo xã để thấy rõ nơi lao động hồi hương tăng"),
            ),
            (
                ("Cơ bản thống nhất Báo cáo; bổ sung số liệu giải ngân của 05 chủ đầu tư dưới 40%", "oanh", 7),
                ("Rà soát vướng mắc mặt bằng của từng dự án trọng điểm, báo cáo hằng tuần", "tuan", 21),
            ),
            minutes=40,
        ),
        Topic(
            "investment",
            "Điều chỉnh kế hoạch đầu tư công năm {year}",
            "oanh",
            "Tờ trình số {number}/TTr-STC về điều chỉnh kế hoạch đầu tư công năm {year}",
            "Điều chuyển 86 tỷ đồng từ 07 dự án chậm tiến độ sang 04 dự án có khả năng hấp thụ vốn; không làm tăng tổng mức.",
            (
                (
                    "tuan",
                    "đồng ý điều chuyển, đề nghị giữ lại phần vốn của cầu Lạc Thượng vì đã có mặt bằng từ tuần trước",
                ),
                ("men", "đề nghị ưu tiên 02 trường mầm non khu tái định cư, hiện phải học nhờ"),
                ("phuong", "lưu ý hồ sơ điều chỉnh phải có ý kiến giám sát đầu tư, tránh vướng khi quyết toán"),
                ("lan", "đề nghị công khai danh mục điều chuyển để các xã chủ động"),
            ),
            (
                (
                    "Thống nhất danh mục điều chỉnh theo Tờ trình; hoàn thiện hồ sơ trình Hội đồng nhân dân tỉnh",
                    "oanh",
                    14,
                ),
            ),
            "Thông qua phương án điều chỉnh kế hoạch đầu tư công năm {year}",
        ),
        Topic(
            "riverbank",
            "Quy định hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc",
            "thanh",
            "Tờ trình số {number}/TTr-SNNMT về hỗ trợ hộ dân di dời khỏi khu vực sạt lở",
            "412 hộ trong vùng sạt lở cấp bách; đề nghị 3 mức hỗ trợ 40, 60 và 90 triệu đồng/hộ; tổng nhu cầu 46 tỷ đồng.",
            (
                ("oanh", "thống nhất nguồn, đề nghị chia 2 năm ngân sách, năm nay bố trí 28 tỷ đồng"),
                ("tuan", "quỹ đất tái định cư còn 190 lô, cần thêm 02 điểm ở xã Lạc Thượng trước mùa mưa"),
                ("loc", "43 hộ là đồng bào dân tộc, nên bố trí theo nhóm dòng họ để giữ nếp sinh hoạt"),
                ("dat", "đề nghị lập chốt cảnh giới tại 06 đoạn bờ có vết nứt, công an xã trực ban đêm"),
                ("nghia", "lực lượng quân sự sẵn sàng giúp dân tháo dỡ, vận chuyển trong 10 ngày"),
                ("hoa", "dự thảo cần quy định rõ thời hạn phải giao lại đất cũ để tránh tranh chấp"),
            ),
            (
                ("Thống nhất ban hành Quyết định với 3 mức hỗ trợ theo Tờ trình", "thanh", 10),
                ("Rà soát, xác nhận danh sách 412 hộ và niêm yết công khai tại xã", "thanh", 20),
            ),
            "Ban hành Quyết định quy định hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc",
            45,
        ),
        Topic(
            "offices",
            "Phương án sử dụng trụ sở dôi dư sau sắp xếp đơn vị hành chính",
            "cuong",
            "Đề án sử dụng trụ sở dôi dư sau sắp xếp đơn vị hành chính",
            "Toàn tỉnh còn 37 trụ sở dôi dư; đề nghị chuyển 14 trụ sở thành trường học, trạm y tế, 09 làm nhà văn hóa.",
            (
                ("men", "xin nhận 06 trụ sở làm điểm trường, đã khảo sát và có dự toán sửa chữa"),
                ("khai", "xin nhận 03 trụ sở làm trạm y tế, cần cải tạo lối vào cho người khuyết tật"),
                ("nhung", "nên giữ nguyên mặt tiền 02 trụ sở xây trước năm 1954"),
                ("oanh", "các trụ sở còn lại đề nghị đấu giá trong năm, không để xuống cấp"),
                ("phuong", "phải kiểm kê tài sản trước khi bàn giao, có biên bản từng phòng"),
            ),
            (("Thống nhất về chủ trương; lập danh mục và lộ trình bàn giao từng trụ sở", "cuong", 30),),
            "Thông qua phương án sử dụng trụ sở dôi dư",
        ),
        Topic(
            "digital",
            "Kế hoạch chuyển đổi số và họp không giấy trong các cơ quan nhà nước của tỉnh",
            "ngoc",
            "Kế hoạch số {number}/KH-UBND về chuyển đổi số năm {year}",
            "Mục tiêu 90% hồ sơ cấp xã xử lý trên môi trường mạng; 100% phiên họp của tỉnh và 80% của xã không dùng giấy.",
            (
                ("duc", "cán bộ xã cần tập huấn theo việc thật, không theo lớp đông người"),
                ("loc", "11 xã còn vùng lõm sóng, đề nghị tính cả chi phí đường truyền"),
                ("dat", "an toàn thông tin phải đi trước, đề nghị kiểm tra hệ thống của 16 xã trong quý"),
                ("cuong", "Văn phòng đã họp không giấy từ đầu năm, tiết kiệm khoảng 60% giấy in"),
                ("nam", "đề nghị bỏ hẳn việc in lại tài liệu đã gửi trên hệ thống"),
            ),
            (("Ban hành Kế hoạch; tập huấn tại chỗ cho 16 xã, phường trước khi áp dụng", "ngoc", 45),),
        ),
        Topic(
            "schools",
            "Đề án trường phổ thông nội trú liên cấp tại các xã vùng cao",
            "men",
            "Đề án xây dựng trường phổ thông nội trú liên cấp",
            "Xây mới 03 trường cho 2.400 học sinh; tổng mức đầu tư 312 tỷ đồng, khởi công từ quý II năm sau.",
            (
                ("loc", "rất cần thiết, đề nghị chọn điểm gần chợ phiên để học sinh về nhà thuận tiện"),
                ("oanh", "nguồn trung ương mới có 180 tỷ đồng, phần còn lại phải chia 3 năm"),
                ("khai", "bổ sung phòng y tế và nhân viên y tế học đường ngay từ thiết kế"),
                ("tuan", "mẫu thiết kế nên dùng chung cho cả 03 trường để rút ngắn thẩm định"),
                ("lan", "phải hỏi ý kiến phụ huynh từng bản trước khi chốt địa điểm"),
            ),
            (("Thống nhất chủ trương; lấy ý kiến cộng đồng về địa điểm, trình lại trong phiên sau", "men", 28),),
            "Thông qua chủ trương xây dựng 03 trường phổ thông nội trú liên cấp",
            40,
        ),
        Topic(
            "health",
            "Nâng cao năng lực y tế cơ sở sau sắp xếp",
            "khai",
            "Tờ trình số {number}/TTr-SYT về nâng cao năng lực y tế cơ sở",
            "Mỗi xã, phường có 01 trạm y tế với ít nhất 02 bác sĩ; mua sắm 16 máy siêu âm, 16 xe cứu thương loại nhỏ.",
            (
                ("oanh", "đề nghị mua sắm tập trung, thuê bảo trì 5 năm trong cùng gói"),
                ("duc", "chỉ tiêu biên chế đủ, vướng ở thu hút; đề xuất hỗ trợ nhà công vụ"),
                ("loc", "xã Lạc Thượng cách bệnh viện 62 km, nên ưu tiên xe cứu thương trước"),
                ("tam", "khu công nghiệp có 18.000 lao động nhưng chưa có điểm khám bệnh bảo hiểm y tế"),
            ),
            (("Thống nhất danh mục mua sắm tập trung; ưu tiên các xã cách bệnh viện trên 40 km", "khai", 35),),
            "Thông qua danh mục mua sắm trang thiết bị cho y tế cơ sở",
        ),
        Topic(
            "tourism",
            "Chương trình phát triển du lịch sông nước Lạc Giang",
            "nhung",
            "Chương trình phát triển du lịch sông nước giai đoạn {year} - 2030",
            "Hình thành 02 tuyến du lịch đường sông, 05 bến thuyền; đón 1,2 triệu lượt khách mỗi năm vào cuối kỳ.",
            (
                ("thanh", "bến thuyền phải tránh các đoạn sạt lở và khu nuôi cá lồng"),
                ("dat", "đăng ký, kiểm định phương tiện và áo phao là điều kiện trước khi mở tuyến"),
                ("dung", "gắn với chợ nổi và sản phẩm OCOP thì khách mới lưu lại"),
                ("tuan", "bến số 2 và số 4 vướng quy hoạch luồng, cần xin ý kiến trước"),
            ),
            (("Thống nhất Chương trình; thí điểm 01 tuyến trong năm trước khi nhân rộng", "nhung", 60),),
        ),
        Topic(
            "industry",
            "Mở rộng Khu công nghiệp Đồng Lạc giai đoạn 2",
            "tam",
            "Tờ trình số {number}/TTr-BQLKCN về mở rộng Khu công nghiệp Đồng Lạc",
            "Mở rộng 118 ha, thu hồi đất của 264 hộ; 31 nhà đầu tư đã đăng ký, vốn khoảng 9.400 tỷ đồng.",
            (
                ("thanh", "96 ha là đất lúa hai vụ, phải có phương án bảo vệ tầng đất mặt"),
                ("duc", "cần kế hoạch chuyển nghề cho lao động trên 45 tuổi trước khi thu hồi đất"),
                ("dung", "ưu tiên chế biến sâu, không nhận dự án gia công thâm dụng nước"),
                ("hoa", "lưu ý trình tự lấy ý kiến hộ bị thu hồi đất theo luật mới"),
                ("vinh", "đề nghị giữ hành lang xanh 50 mét với khu dân cư phường Bến Sông"),
            ),
            (("Thống nhất chủ trương mở rộng; bổ sung phương án sinh kế và nhà ở công nhân", "tam", 40),),
            "Thông qua chủ trương mở rộng Khu công nghiệp Đồng Lạc giai đoạn 2",
            45,
        ),
        Topic(
            "complaints",
            "Công tác tiếp công dân, giải quyết khiếu nại, tố cáo",
            "phuong",
            "Báo cáo số {number}/BC-TTr về tiếp công dân, giải quyết khiếu nại, tố cáo",
            "Tiếp 1.286 lượt công dân; giải quyết 94/103 đơn thuộc thẩm quyền, còn 09 đơn quá hạn, chủ yếu về đất đai.",
            (
                ("hoa", "5 trong 9 đơn quá hạn do thiếu hồ sơ địa chính cũ, cần bàn giao lại"),
                ("tuan", "2 vụ liên quan giải phóng mặt bằng đã đối thoại lần hai, dân đồng thuận"),
                ("cuong", "lịch tiếp công dân của Chủ tịch nên công bố trước 7 ngày"),
            ),
            (("Giải quyết dứt điểm 09 đơn quá hạn, báo cáo từng vụ", "phuong", 30),),
            minutes=20,
        ),
        Topic(
            "storm",
            "Phương án phòng, chống lụt bão và tìm kiếm cứu nạn",
            "nghia",
            "Phương án số {number}/PA-UBND về phòng, chống lụt bão",
            "Dự kiến 3 kịch bản; di dời tối đa 6.200 người trong 8 giờ; 21 điểm sơ tán, 14 kho dự trữ.",
            (
                ("thanh", "hồ Nà Khoang cần hạ mực nước đón lũ thêm 1,2 mét"),
                ("dat", "kịch bản 3 thiếu 40 xuồng máy, đề nghị trưng dụng của các hợp tác xã"),
                ("men", "các trường là điểm sơ tán cần nước sạch và máy phát trước tháng sau"),
                ("khai", "mỗi điểm sơ tán có 01 tổ y tế, danh sách đã lập"),
            ),
            (("Phê duyệt Phương án; diễn tập tại 02 xã ven sông trước mùa mưa", "nghia", 25),),
            minutes=25,
        ),
        Topic(
            "programme",
            "Chương trình công tác tháng {next}",
            "cuong",
            "Dự thảo Chương trình công tác tháng {next}",
            "Gồm 42 đầu việc, 09 nội dung trình Hội đồng nhân dân tỉnh, 03 phiên họp.",
            (
                ("duc", "đề nghị lùi nội dung tổ chức bộ máy 01 tuần để lấy thêm ý kiến"),
                ("ngoc", "bổ sung kiểm tra thực hiện Kế hoạch chuyển đổi số"),
            ),
            (("Thống nhất Chương trình công tác; Văn phòng đôn đốc hằng tuần", "cuong", 15),),
            minutes=15,
        ),
    )
}

PAST: tuple[tuple[str, ...], ...] = (
    ("monthly", "digital", "complaints", "programme"),
    ("monthly", "offices", "health", "programme"),
    ("monthly", "industry", "tourism", "programme"),
    ("monthly", "schools", "storm", "complaints"),
    ("monthly", "investment", "riverbank", "programme"),
    ("monthly", "health", "offices", "programme"),
    ("monthly", "investment", "riverbank", "digital", "programme"),
)
"""The agendas of the seven meetings that are over, the oldest first."""

TODAY = ("monthly", "investment", "riverbank", "schools", "programme")
NEXT = ("monthly", "tourism", "industry", "complaints", "programme")
